launcher-open = فتح المحادثة
launcher-unread = فتح المحادثة، {$count ->
    [one] رسالة واحدة غير مقروءة
    [two] رسالتان غير مقروءتين
    [few] {$count} رسائل غير مقروءة
   *[other] {$count} رسالة غير مقروءة
}
launcher-close = إغلاق المحادثة
frame-title = محادثة

tab-home = الرئيسية
tab-messages = الرسائل
conversations = المحادثات
chat-with-us = تحدّث معنا
back = رجوع
close = إغلاق
unread = {$count ->
    [one] رسالة واحدة غير مقروءة
    [two] رسالتان غير مقروءتين
    [few] {$count} رسائل غير مقروءة
   *[other] {$count} رسالة غير مقروءة
}

send-us-a-message = أرسل إلينا رسالة
recent = أحدث الرسائل
see-all = عرض الكل
team-online = نحن متصلون الآن
team-online-named = {$names} {$count ->
    [one] هنا
   *[other] هنا
} لمساعدتك
team-away = سنرد عليك فور عودتنا
you = أنت: {$text}
no-messages = لا توجد رسائل بعد
no-conversations = لا توجد محادثات بعد
no-conversations-hint = اسألنا عن أي شيء. ستبقى محادثاتك معنا محفوظة هنا.
closed = مغلقة

message-list = الرسائل
message-label = رسالتك
message-hint = اكتب رسالة…
send = إرسال
attach = أرفق ملفات
emoji = إدراج رمز تعبيري
emoji-close = إغلاق قائمة الرموز
team = الدعم
assistant = المساعد
today = اليوم
yesterday = أمس
is-typing = {$name} يكتب…
someone-is-typing = هناك من يكتب…
sending = جارٍ الإرسال…
waiting = في انتظار الاتصال…
sent = تم الإرسال
read = تمت القراءة
failed = لم تُرسل.
retry = إعادة المحاولة
discard = حذف
older = تحميل الرسائل السابقة
beginning = هذه بداية محادثتك.
jump-new = رسائل جديدة
jump-down = الانتقال إلى أحدث رسالة
said = يقول {$name}: {$text}
you-said = قلتَ: {$text}
too-long = هذه الرسالة أطول من الحد بمقدار {$count} بايت.
closed-hint = هذه المحادثة مغلقة. اكتب من جديد لإعادة فتحها.
greeting = كيف يمكننا مساعدتك؟
greeting-hint = اكتب إلينا وسنرد عليك هنا.
attachment = مرفق: {$name}

offline = أنت غير متصل. ستُرسل الرسائل عند عودة الاتصال.
reconnecting = جارٍ إعادة الاتصال…
connecting = جارٍ الاتصال…
not-kept = لا يحفظ متصفحك أي شيء لهذا الموقع، لذا تنتهي هذه المحادثة عند مغادرة الصفحة.
refused-title = المحادثة غير متاحة هنا
refused = هذه الصفحة ليست ضمن المواقع التي يمكنها استخدام هذه المحادثة.
unknown-title = لم يتم إعداد المحادثة
unknown = لا توجد مساحة عمل بهذا المعرّف. يمكن لمالك الموقع إصلاح ذلك.
not-loaded = تعذّر تحميل الدردشة.
trouble-title = يتعذر الوصول إلى خادمنا
trouble = تحقق من اتصالك. نواصل المحاولة.
consent-title = قبل أن نبدأ
consent = لنتمكن من الرد عليك، نحتفظ بمعرّف على هذا الجهاز وبالرسائل التي ترسلها إلينا.
agree = أوافق، تابع
privacy = سياسة الخصوصية
plain-hint = أرسل إلينا رسالة. تحتاج المحادثة المباشرة إلى WebAssembly وهو معطّل في هذا المتصفح.
plain-sent = شكرًا، لقد وصلتنا رسالتك.

tab-help = المساعدة
tab-tours = الجولات
tab-tasks = المهام
tab-tickets = التذاكر
help = المساعدة
tickets = تذاكرك
search-help = ابحث عن المساعدة
missing = تعذّر تحميل هذه الصفحة
missing-hint = تحقق من اتصالك وحاول مرة أخرى.
