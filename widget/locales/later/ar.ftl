no-articles = لا توجد مقالات بعد
featured = مقالات مفيدة
other-articles = مقالات أخرى
articles = {$count ->
    [zero] لا مقالات
    [one] مقالة واحدة
    [two] مقالتان
    [few] {$count} مقالات
   *[other] {$count} مقالة
}
found = {$count ->
    [zero] لا نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] {$count} نتائج
   *[other] {$count} نتيجة
}
none-found = لا نتائج لـ «{$text}»
none-found-hint = جرّب كلمات أخرى أو اسألنا.
no-article = لم تعد هذه المقالة متاحة
no-article-hint = ربما نُقلت أو سُحبت.
updated = آخر تحديث: {$date}
did-it-help = هل أجاب هذا عن سؤالك؟
yes = نعم
no = لا
it-helped = شكرًا على رأيك.
it-did-not = شكرًا. اسألنا وسنساعدك.
not-saved = لم يُحفظ ذلك. حاول مرة أخرى.

no-tickets = لا توجد تذاكر بعد
no-tickets-hint = افتح تذكرة لما يستغرق وقتًا أطول من المحادثة، وتابعها هنا.
new-ticket = تذكرة جديدة
ticket-submitted = مُرسلة
ticket-in-progress = قيد المعالجة
ticket-waiting = بانتظار ردّك
ticket-resolved = محلولة
ticket-resolved-hint = حُلّت هذه التذكرة. لا يزال بإمكانك إضافة تعليق.
ticket-opened = فُتحت في {$date}
ticket-comments = التعليقات
comment-label = أضف تعليقًا…
no-ticket = هذه التذكرة غير موجودة
no-ticket-hint = ارجع لرؤية كل تذاكرك.
ticket-subject = الموضوع
ticket-description = ما الأمر؟
choose = اختر…
optional = اختياري
ticket-sent = أُرسلت تذكرتك.
answer-missing = يُرجى الإجابة عن كل الأسئلة غير الاختيارية.
ticket-failed = تعذّر الإرسال. ما كتبته لا يزال هنا؛ حاول مرة أخرى.
support-request = طلب دعم
number = {$number}

not-now = ليس الآن
replies-in = نردّ عادةً خلال {$time}.
suggested = قد يفيدك هذا
email-ask = كيف نصل إليك؟
email-hint = في حال غادرت قبل أن نجيب.
email-label = بريدك الإلكتروني
email-saved = شكرًا لك. لدينا عنوانك.
save = حفظ
rating-ask = كيف كانت خدمتنا؟
rating-stars = {$count ->
    [one] نجمة واحدة
    [two] نجمتان
    [few] {$count} نجوم
   *[other] {$count} نجمة
}
rating-1 = غير راضٍ إطلاقًا
rating-2 = غير راضٍ
rating-3 = محايد
rating-4 = راضٍ
rating-5 = راضٍ جدًا
rating-comment = ما الذي يمكن تحسينه؟ (اختياري)
rating-thanks = شكرًا لإخبارنا.

uploads = ملفات مع رسالتك
uploading = جارٍ الرفع…
uploaded = جاهز للإرسال
not-uploaded = لم يصل الملف. تحقق من اتصالك.
too-many-uploads = كان ذلك كثيرًا دفعة واحدة. انتظر لحظة.
file-kind = يمكن إرسال الصور وملفات PDF والنصوص وCSV وJSON وZIP فقط.
file-large = أقصى حجم للملف 10 ميغابايت.
file-refused = محتوى هذا الملف لا يطابق اسمه.
too-many-files = أقصى عدد للملفات مع رسالة واحدة {$count}.
remove-file = إزالة {$name}

assistant-writes = المساعد يكتب
assistant-sorry = نأسف لذلك.
talk-to-human = تحدث إلى شخص
