## تسجيل الدخول
sign-in = تسجيل الدخول
sign-in-title = مرحبًا بعودتك
sign-in-lead = سجّل الدخول للرد على زوارك.
sign-up = إنشاء حساب
sign-up-title = أنشئ مساحة عملك
sign-up-lead = تحدّث إلى زوار موقعك. لن يستغرق الأمر أكثر من دقيقة.
sign-up-invited = تمت دعوتك بالبريد { $email }. اختر كلمة مرور للانضمام إلى فريقك.
have-account = لديك حساب بالفعل؟
no-account = جديد هنا؟
your-name = اسمك
email = البريد الإلكتروني
password = كلمة المرور
password-hint = ثمانية أحرف على الأقل.
workspace-name = اسم الشركة أو الموقع
show = إظهار
hide = إخفاء
sign-in-wrong = البريد الإلكتروني أو كلمة المرور غير صحيحة.
sign-in-too-many = محاولات كثيرة. انتظر بضع دقائق ثم حاول مجددًا.
sign-in-short-password = اختر كلمة مرور من ثمانية أحرف على الأقل.
sign-in-exists = يوجد حساب بهذا البريد بالفعل. سجّل الدخول بدلًا من ذلك.
sign-in-email = أدخل عنوان بريد صالحًا.
sign-in-failed = تعذّر الوصول إلى الخادم. تحقق من اتصالك وحاول مجددًا.

## مركز المساعدة
help-center = مركز المساعدة
hc-articles = المقالات
hc-all = كل المقالات
hc-collections = الأقسام
hc-new-article = مقالة جديدة
hc-new-collection = قسم جديد
hc-new-inside = قسم جديد بداخله
hc-edit-collection = تعديل القسم
hc-no-collections = تجمع الأقسام المقالات حسب موضوعها.
hc-edit = تعديل
hc-up = نقل لأعلى
hc-down = نقل لأسفل
hc-delete = حذف
hc-deleted = تم الحذف
hc-delete-title = حذف «{ $name }»؟
hc-delete-collection-text = لا يُحذف إلا القسم الفارغ. انقل مقالاته أولًا.
hc-delete-article-text = ستُحذف المقالة وآراء القراء فيها نهائيًا، ولن تؤدي الروابط إليها إلى شيء.
hc-name = الاسم
hc-description = الوصف
hc-sign = الرمز
hc-inside = داخل
hc-top = لا شيء: في الأعلى
hc-visit = زيارة
hc-access = من يمكنه القراءة
hc-public = عام
hc-restricted = مقيّد
hc-public-text = يمكن للجميع قراءة مقالاتك المنشورة والعثور عليها.
hc-restricted-text = صفحاتك العامة مغلقة. يقرأ الزوار المقالات في المحادثة فقط.
hc-status = الحالة
hc-any = الكل
hc-draft = مسودة
hc-published = منشورة
hc-archived = مؤرشفة
hc-internal = داخلية
hc-search = البحث في المقالات
hc-nothing-here = لا توجد هنا مقالة تحوي كل هذا.
hc-empty = لا توجد مقالات بعد
hc-empty-text = اكتب الإجابات التي تكررها مرة بعد مرة.
hc-untitled = بلا عنوان
hc-gone = هذه المقالة ليست هنا
hc-gone-text = ربما حُذفت أو تنتمي إلى مساحة عمل أخرى.
hc-back = العودة إلى القائمة
hc-pane = بجانب النص
hc-write = كتابة
hc-preview = معاينة
hc-details = التفاصيل
hc-waiting = محفوظ هنا حتى يعود الاتصال
hc-saving = جارٍ الحفظ…
hc-unpublished = تغييرات لا يراها القراء بعد
hc-saved-ago = حُفظت { $ago }
hc-again = إعادة المحاولة
hc-view = عرض الصفحة العامة
hc-update = نشر التغييرات
hc-publish = نشر
hc-unpublish = إلغاء النشر
hc-restore = استعادة كمسودة
hc-is-published = تم النشر
hc-is-draft = أصبحت مسودة
hc-is-archived = تمت الأرشفة
hc-contested = غيّر شخص آخر هذه المقالة في هذه الأثناء.
hc-take-theirs = خذ نسخته
hc-keep-mine = أبقِ نسختي
hc-title = العنوان
hc-text = النص
hc-text-hint = اكتب الإجابة…
hc-words = { $count ->
    [one] كلمة واحدة
    [two] كلمتان
    [few] { $count } كلمات
   *[other] { $count } كلمة
}
hc-needs-title = أعطِ المقالة عنوانًا.
hc-format = التنسيق
hc-bold = غامق
hc-italic = مائل
hc-code = شفرة
hc-link = رابط
hc-heading = عنوان فرعي
hc-bullets = قائمة
hc-numbers = قائمة مرقّمة
hc-quote = اقتباس
hc-picture = صورة
hc-picture-hint = أدرج صورًا، أو الصقها أو أفلتها في النص
hc-pictures = الصور
hc-picture-type = لا يمكن عرض هذا الملف كصورة للقراء. استخدم PNG أو JPEG أو GIF أو WEBP أو AVIF.
hc-picture-too-large = أكبر من 5 ميغابايت.
hc-stale = تعذّر إعداد المعاينة الآن.
hc-nothing-written = لم يُكتب شيء بعد.
hc-collection = القسم
hc-no-collection = لا يوجد
hc-address = العنوان الإلكتروني
hc-address-hint = الجزء الأخير من عنوان المقالة على الويب. تظل الروابط السابقة تعمل.
hc-visibility = من يقرؤها
hc-public-article = الجميع
hc-public-article-text = بعد نشرها.
hc-internal-text = الفريق وحده.
hc-audience = تُعرض هذه المقالة على بعض الزوار فقط، لذلك ليست في الصفحات العامة.
hc-tags = الوسوم
hc-tags-hint = تفصل بينها فواصل، ويجدها البحث أيضًا.
hc-feedback = هل أفادت؟
hc-no-feedback = لم يقل أحد ذلك بعد.
hc-helpful = { $count ->
    [one] نعم واحدة
   *[other] { $count } نعم
}
hc-not-helpful = { $count ->
    [one] لا واحدة
   *[other] { $count } لا
}
hc-archive = أرشفة

## الإطار
skip = انتقل إلى المحتوى
navigation = التنقل
inbox = الوارد
team = الفريق
install = التثبيت
look = المظهر
workspace = مساحة العمل
switch-workspace = تبديل مساحة العمل
new-workspace = مساحة عمل جديدة
create = إنشاء
switched = تم تبديل مساحة العمل
jump = الانتقال إلى…
help = مساعدة
account = الحساب
theme = السمة
theme-system = النظام
theme-light = فاتح
theme-dark = داكن
language = اللغة
sign-out = تسجيل الخروج
unsent-title = تسجيل الخروج دون إرسال؟
unsent-text = لم تصل بعض الردود إلى الخادم بعد، وتسجيل الخروج يحذفها.
offline = لا يوجد اتصال بالخادم. يُحفظ ما تكتبه ويُرسل عند عودة الاتصال.
connecting = جارٍ الاتصال بالخادم…
unread = غير مقروء
unread-count = { $count ->
    [zero] لا محادثات غير مقروءة
    [one] محادثة واحدة غير مقروءة
    [two] محادثتان غير مقروءتين
    [few] { $count } محادثات غير مقروءة
   *[other] { $count } محادثة غير مقروءة
}
dismiss = إخفاء
failed-internal = لم يتمكن الخادم من تنفيذ ذلك. حاول بعد لحظات.
failed-rate = كان ذلك سريعًا جدًا. انتظر لحظة ثم حاول مجددًا.
failed-permission = دورك لا يسمح بذلك. اسأل مدير مساحة العمل.
cancel = إلغاء
done = تم
save = حفظ
saved = تم الحفظ
discard = تجاهل
unsaved = تغييرات غير محفوظة
add = إضافة
copy = نسخ
copied = تم النسخ
copy-failed = لم يسمح المتصفح بالنسخ. حدّد النص وانسخه بنفسك.
close-dialog = إغلاق
may-not-change = يمكن لدورك رؤية هذا دون تغييره.

## المحادثات
conversations = المحادثات
conversation = محادثة
filters = عوامل التصفية
filter-open = مفتوحة
filter-mine = لي
filter-unassigned = غير معيّنة
filter-snoozed = مؤجلة
filter-closed = مغلقة
narrow = ابحث في المحادثات
results = النتائج
found-count = { $count ->
    [zero] لا نتائج
    [one] وُجدت محادثة واحدة
    [two] وُجدت محادثتان
    [few] وُجدت { $count } محادثات
    [many] وُجدت { $count } محادثة
   *[other] وُجدت { $count } محادثة
}
more = عرض المزيد
today = اليوم
yesterday = أمس
older = عرض رسائل أقدم
now = الآن
someone = زائر
bot = المساعد
me = أنت
nobody = لا أحد
no-messages = لا رسائل بعد
preview-own = أنت: { $text }
preview-former = زميل سابق: { $text }
preview-bot = المساعد: { $text }
empty-open = لا شيء بانتظارك
empty-open-text = تظهر المحادثات الجديدة هنا لحظة يكتب زائر. هل وُضعت الأداة في موقعك؟
install-widget = ثبّت الأداة
empty-mine = لا شيء معيّن لك
empty-mine-text = خذ محادثة بالمفتاح A لتظهر هنا.
empty-unassigned = لكل محادثة مسؤول
empty-unassigned-text = تظهر هنا المحادثات التي لم يأخذها أحد بعد.
empty-snoozed = لا شيء مؤجل
empty-snoozed-text = أجّل محادثة بالمفتاح S لتعود حين تريد.
empty-closed = لا شيء مغلق بعد
empty-closed-text = تُحفظ هنا المحادثات التي تغلقها بالمفتاح E.
see-open = عرض المحادثات المفتوحة
nothing-found = لا نتائج
nothing-found-text = لا توجد رسالة أو اسم أو عنوان يحوي كل كلماتك.
clear = مسح البحث
choose = اختر محادثة
choose-text = كل شيء يعمل من لوحة المفاتيح.
gone = هذه المحادثة ليست هنا
gone-text = ربما تتبع مساحة عمل أخرى، أو لم يعد بإمكانك رؤيتها.
back = العودة إلى القائمة
status-open = مفتوحة
status-closed = مغلقة
status-snoozed = مؤجلة
status-snoozed-until = مؤجلة حتى { $time }
unassigned = غير معيّنة
assigned-to = معيّنة إلى { $name }
viewing = { $count ->
    [one] { $names } يشاهد هذه أيضًا
    [two] { $names } يشاهدان هذه أيضًا
   *[other] { $names } يشاهدون هذه أيضًا
}
assign = تعيين
assign-hint = تعيين (A)
assign-to = تعيين إلى…
assign-name = تعيين إلى { $name }
snooze = تأجيل
snooze-hint = تأجيل (S)
snooze-until = تأجيل حتى…
snooze-hour = بعد ساعة
snooze-later = لاحقًا اليوم، بعد ثلاث ساعات
snooze-tomorrow = صباح الغد
snooze-monday = الاثنين القادم
snooze-exact = أو في وقت محدد
snooze-when = اختر اليوم والوقت.
snooze-past = هذا الوقت مضى. اختر وقتًا لاحقًا.
close = إغلاق
close-hint = إغلاق (E)
close-or-reopen = إغلاق أو إعادة فتح
reopen = إعادة فتح
reopen-hint = إعادة فتح (E)
reopened = أُعيد فتح المحادثة
closed = أُغلقت المحادثة
snoozed = أُجّلت المحادثة
snoozed-until = مؤجلة حتى { $time }
messages = الرسائل
read = مقروءة
delivered = تم التسليم
sending = جارٍ الإرسال…
not-sent = لم تُرسل.
retry = حاول مجددًا
edit = تعديل
typing = { $name } يكتب…
said = { $name }: { $text }
reply = رد
reply-placeholder = اكتب ردًا…
send = إرسال
markdown = **عريض** _مائل_ `رمز`
composer-closed = هذه المحادثة مغلقة. ما زال بإمكانك الرد.
may-not-reply = يمكن لدورك قراءة المحادثات دون الرد.
too-long = الرسالة طويلة جدًا: { $size } كيلوبايت، والحد 50.

## الزائر
visitor = الزائر
online = في الموقع الآن
not-here = ليس في الموقع
verified = موثّق
verified-hint = أثبت موقعك هوية هذا الشخص
visit = الزيارة
page = الصفحة
referrer = جاء من
device = الجهاز
location = المكان
last-seen = آخر ظهور
first-seen = أول ظهور
readable-id = يُعرف بـ
user-id = معرّف المستخدم
attributes = السمات
others = محادثات أخرى
no-visitor = هذه المحادثة ليست مع زائر لموقعك.
copy-email = نسخ عنوان البريد

## التثبيت
install-title = ضع Docent في موقعك
install-lead = ثلاث خطوات قصيرة. لا تكلّف الأداة صفحاتك شيئًا يُذكر حتى يريد أحد أن يتحدث.
snippet-title = الصق هذا الوسم
snippet-text = ضعه قبل نهاية body في كل صفحة تريد ظهور المراسلة فيها.
origins-title = اسمح بمواقعك
origins-text = هذه المواقع وحدها يمكنها عرض المراسلة. ‎*.example.com‎ تعني النطاق وكل نطاقاته الفرعية.
origins-everybody = القائمة فارغة، لذا يمكن لأي موقع على الويب عرض المراسلة.
origin-add = أضف موقعًا
origin-invalid = «{ $origin }» ليس موقعًا. اكتبه مثل https://example.com أو ‎*.example.com‎.
remove-name = إزالة { $name }
seen-title = شاهدها تعمل
seen-waiting = بانتظار أول زيارة…
seen-waiting-text = افتح صفحة من موقعك تحمل الوسم. ستُلاحظ هنا تلقائيًا.
seen-on = شوهدت على { $origin } { $ago }
seen-loaded = المراسلة جاهزة هناك، ولم يفتحها أحد بعد.
seen-opened = فتح الزوار المراسلة هناك.
seen-refused = الوسم موجود، لكن الموقع ليس في قائمتك، لذلك تبقى المراسلة مغلقة.
unknown-site = موقع غير معروف
look-next = اختر ألوانها

## المظهر
look-title = المظهر
look-lead = كيف تبدو المراسلة في موقعك. يرى الزوار التغييرات في صفحتهم التالية.
primary-color = اللون الرئيسي
background-color = لون الترويسة
theme-mode = السمة
side = الجانب
side-left = يسار
side-right = يمين
side-spacing = البعد عن الجانب
bottom-spacing = البعد عن الأسفل
welcome = التحية
logo = الشعار
logo-text = أعلى نافذة المحادثة ومركز المساعدة. PNG أو JPEG أو GIF أو WEBP، بحد أقصى 1 ميغابايت.
logo-choose = اختر صورة
logo-remove = إزالة الشعار
introduction = عن الفريق
show-launcher = إظهار زر البدء
show-launcher-text = أوقفه لفتح المراسلة من زر خاص بك.
preview-hello = مرحبًا! كيف يمكننا مساعدتك؟
preview-question = هل تشحنون إلى النرويج؟
preview-write = اكتب رسالة…

## الفريق
team-lead = يمكن للجميع هنا الرد على الزوار بقدر ما تسمح أدوارهم.
invite = دعوة
invite-title = دعوة زميل
invite-sent = يمكن لـ { $email } الانضمام عبر هذا الرابط خلال 7 أيام. يظهر الرابط الآن فقط: انسخه وسلّمه.
role = الدور
role-of = دور { $name }
role-owner = المالك
role-admin = مدير
role-admin-text = كل شيء عدا الفوترة ونقل مساحة العمل.
role-agent = وكيل
role-agent-text = يرد على المحادثات ويعيّنها ويغلقها.
role-viewer = قارئ
role-viewer-text = يقرأ المحادثات.
remove = إزالة
removed = تمت الإزالة
remove-title = إزالة { $name }؟
remove-text = ينتهي الوصول فورًا. تبقى الرسائل.
leave = مغادرة
leave-title = مغادرة مساحة العمل هذه؟
leave-text = ينتهي وصولك فورًا. للعودة يجب أن يدعوك أحد.
transfer = جعله المالك
transfer-title = جعل { $name } المالك؟
transfer-text = هناك مالك واحد. ستصبح مديرًا ولن تستطيع التراجع بنفسك.
transferred = تم نقل الملكية
pending = مدعوون
copy-link = نسخ الرابط
cancel-invitation = سحب
cancelled = سُحبت الدعوة

## المفاتيح
shortcuts = اختصارات لوحة المفاتيح
palette = ابحث في الأوامر والمحادثات والأشخاص
go-to = الانتقال إلى { $name }
keys-list = القائمة
keys-move = تنقّل
keys-next = المحادثة التالية
keys-previous = المحادثة السابقة
keys-open = فتح
keys-help = كل المفاتيح
keys-send = إرسال
keys-newline = سطر جديد

## Conversations: tags, notes, snippets
tag = وسم
tag-hint = وسم (T)
tag-choose = وسم هذه المحادثة…
tag-create = إنشاء الوسم «{ $name }»
tag-given = أُضيف الوسم
tag-taken = أُزيل الوسم
tagged-by-rule = وُسمت بقاعدة
note = ملاحظة
write-note = كتابة ملاحظة
write-as = الكتابة كـ
note-placeholder = اكتب ملاحظة لفريقك…
note-hint = لا يراها إلا فريقك.
note-add = إضافة الملاحظة
insert-snippet = إدراج نص جاهز
snippet-count = { $count ->
    [zero] لا نصوص
    [one] نص واحد
    [two] نصان
    [few] { $count } نصوص
    [many] { $count } نصًا
   *[other] { $count } نص
}

## Tickets
work = العمل
library = المكتبة
more-screens = المزيد
ticket = تذكرة
tickets = التذاكر
new-ticket = تذكرة جديدة
new-ticket-key = تذكرة جديدة (C)
new-ticket-hint = تحويلها إلى تذكرة (C)
ticket-of-conversation = تذكرة من هذه المحادثة
ticket-of-conversation-text = اترك الموضوع فارغًا لاستخدام موضوع المحادثة.
ticket-make = إنشاء التذكرة
ticket-made = أُنشئت التذكرة
ticket-choose = اختر تذكرة
ticket-gone = هذه التذكرة غير موجودة هنا
ticket-untitled = بلا موضوع
ticket-all = الكل
ticket-submitted = مُرسلة
ticket-in-progress = قيد العمل
ticket-waiting = بانتظار الزائر
ticket-resolved = محلولة
ticket-resolved-now = حُلّت التذكرة
ticket-reopened = أُعيد فتح التذكرة
tickets-empty = لا تذاكر بعد
tickets-empty-text = أنشئ تذكرة من محادثة بالمفتاح C، أو ابدأ بواحدة فارغة.
tickets-narrow-text = لا تذكرة تطابق عوامل التصفية هذه.
tickets-see-all = عرض كل التذاكر
subject = الموضوع
description = الوصف
status = الحالة
priority = الأولوية
priority-low = منخفضة
priority-normal = عادية
priority-high = مرتفعة
priority-urgent = عاجلة
any-priority = أي أولوية
assignee = المكلَّف
anybody = أي شخص
former = زميل سابق
conversation-open = فتح المحادثة
resolve = حلّ
resolve-title = حلّ هذه التذكرة
resolve-summary = كيف حُلّت؟
resolve-text = يمكن للزائر قراءة هذا. ويمكنك تركه فارغًا.
resolution = الحل
comments = التعليقات
comments-none = لم يقل أحد شيئًا بعد.
comment = تعليق
comment-placeholder = اكتب تعليقًا…
comment-add = تعليق
internal = داخلي
public = عام
internal-hint = لا يراه إلا فريقك.
public-hint = يمكن للزائر قراءة هذا.
yes = نعم
no = لا

## Snippets and tags
name = الاسم
edit-name = تعديل { $name }
snippets = نصوص جاهزة
snippets-lead = نصوص تستخدمها مرارًا. اكتب / في الرد لإدراج أحدها.
snippets-search = بحث في النصوص الجاهزة
snippets-nothing = لا اسم ولا اختصار ولا نص يحتوي هذا.
snippets-none = لا نصوص جاهزة بعد
snippets-none-text = احفظ جوابًا مرة واحدة ليتمكن كل الفريق من إرساله.
snippet-new = نص جاهز جديد
snippet-edit = تعديل النص الجاهز
snippet-shortcut = الاختصار، دون الشرطة المائلة
snippet-shortcut-space = الاختصار كلمة واحدة.
snippet-content = النص
snippet-remove-text = تبقى الرسائل المرسلة به كما هي.
tags = الوسوم
tags-lead = كلمات ترتّب محادثاتكم.
tags-none = لا وسوم بعد
tags-none-text = أنشئها هنا، أو بالمفتاح T داخل محادثة.
tag-new = وسم جديد
tag-edit = تعديل الوسم
tag-remove-text = يختفي من كل المحادثات، وتُزال القواعد التي تمنحه.
colour = اللون
colour-number = اللون { $number }

## Rules
rules = القواعد
rules-lead = ما يحدث تلقائيًا عندما يكتب زائر لأول مرة في محادثة.
assignment-rules = التعيين
assignment-text = أول قاعدة تنطبق تحدد من يتولى محادثة لا صاحب لها.
assignment-none = لا قواعد: تنتظر المحادثات الجديدة حتى يتولاها أحد.
assignment-rule-new = قاعدة تعيين جديدة
tagging-rules = الوسم التلقائي
tagging-text = كل قاعدة تنطبق تمنح وسمها.
tagging-none = لا قواعد: توسم المحادثات يدويًا.
tagging-rule-new = قاعدة وسم جديدة
tag-with = الوسم بـ
rule-new = قاعدة جديدة
rule-edit = تعديل القاعدة
rule-on = { $name } مفعّلة
rule-remove-text = يبقى ما قامت به.
rule-when = عندما تتحقق كل هذه
rule-always = دائمًا
rule-always-text = دون شرط تنطبق القاعدة دائمًا.
rule-add = إضافة شرط
rule-remove = إزالة هذا الشرط
rule-field = ما يُفحص
rule-operator = كيفية المقارنة
rule-value = النص
rule-attribute-key = اسم السمة
rule-email = البريد الإلكتروني
rule-name = الاسم
rule-country = البلد
rule-attribute = السمة
rule-channel = القناة
rule-source = المصدر
rule-message = الرسالة الأولى
rule-equals = يساوي
rule-not-equals = لا يساوي
rule-contains = يحتوي
rule-not-contains = لا يحتوي
rule-starts = يبدأ بـ
rule-ends = ينتهي بـ
rule-set = معروف
rule-not-set = غير معروف
and = و
move-up = إلى الأعلى
move-down = إلى الأسفل

## Ticket forms
forms = نماذج التذاكر
forms-lead = ما تطلبه التذكرة. تعرض نافذة المراسلة النموذج الافتراضي للزوار.
forms-none = لا نماذج بعد
forms-none-text = يسأل النموذج عما تحتاج معرفته قبل أول جواب.
form-new = نموذج جديد
form-edit = تعديل النموذج
form-default = الافتراضي
form-is-default = استخدامه إن لم يُسمَّ غيره
form-description = ما يقرأه الزوار أعلاه
form-questions = الأسئلة
form-question = السؤال { $number }
form-fields-count = { $count ->
    [zero] لا أسئلة
    [one] سؤال واحد
    [two] سؤالان
    [few] { $count } أسئلة
    [many] { $count } سؤالًا
   *[other] { $count } سؤال
}
form-add = إضافة سؤال
form-kind = نوع السؤال
form-label = السؤال
form-placeholder = مثال في الحقل
form-options = الخيارات، واحد في كل سطر
form-required = مطلوب
form-text = نص قصير
form-textarea = نص طويل
form-select = واحد من عدة
form-multi = عدة من كثير
form-number = عدد
form-date = تاريخ
form-untitled = نموذج بلا اسم
form-remove-text = لا يمكن إزالة نموذج أُنشئت به تذاكر.
preview = معاينة

## Files
attach = إرفاق ملفات
attach-hint = أرفق ملفات. يمكنك أيضًا لصقها أو إفلاتها.
files = الملفات
drop-here = أفلت الملفات هنا
files-too-many = يمكن إرفاق { $count } ملفات كحد أقصى برسالة واحدة.
files-unfinished = لم يُرفع أحد الملفات بعد. انتظر أو أعد المحاولة أو أزله.
file-wrong-type = هذا النوع غير مسموح. استخدم PNG أو JPEG أو GIF أو WEBP أو PDF أو TXT أو CSV أو JSON أو ZIP.
file-too-large = أكبر من 10 ميغابايت.
file-empty = هذا الملف فارغ.
file-unreachable = انقطع الرفع.
file-sending = جارٍ رفع { $name }
file-save = حفظ { $name }
file-gone = لم يعد هذا الملف موجودًا.
preview-file = أرسل ملفًا

## الزوار
visitors = الزوار
visitors-count = { $count ->
    [zero] لا زوار
    [one] زائر واحد
    [two] زائران
    [few] { $count } زوار
    [many] { $count } زائرًا
   *[other] { $count } زائر
}
visitors-search = ابحث بالاسم أو البريد أو المعرّف
visitors-nothing = لا زائر يطابق بحثك.
visitors-none = لا زوار بعد
visitors-none-text = يظهر هنا كل من يفتح نافذة المحادثة في موقعك.
visitor-choose = اختر زائرًا
visitor-choose-text = اطّلع على هويته وما قيل وما فعله.
visitor-gone = هذا الزائر غير موجود
visitor-gone-text = ربما مُحي أو ينتمي إلى مساحة عمل أخرى.
visitor-no-conversations = لا محادثات بعد.
visitor-no-tickets = لا تذاكر بعد.
profile = الملف الشخصي
presence = الحضور
presence-all = الكل
presence-online = متصل
presence-offline = غير متصل
timeline = ما حدث
timeline-none = لم يُسجَّل شيء بعد.
event-page-view = شاهد صفحة
event-screen-view = شاهد شاشة
event-session-start = دخل إلى الموقع
event-session-end = غادر الموقع
export = تصدير
export-text = حفظ كل ما هو مخزَّن عن هذا الزائر
exported = حُفظ في ملف
erase = محو
erase-title = محو هذا الزائر
erase-text = يُحذف كل ما يخص { $name } نهائيًا: الملف الشخصي والمحادثات بما كتبه فريقك والتذاكر والملفات والأحداث.
erase-type = للمتابعة اكتب
erased = تم المحو، مع { $conversations } محادثة و{ $tickets } تذكرة

## التقارير
reports = التقارير
reports-lead = كيف يعمل فريقك.
range = الفترة
range-days = { $count ->
    [zero] لا أيام
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
range-custom = مخصص
range-from = من
range-to = إلى
range-wrong = اختر يومين، الأقدم أولًا، وبفارق عشر سنوات كحد أقصى.
range-utc = تُحتسب المحادثات حسب وقت بدئها. الأيام بتوقيت UTC.
csv-of = { $name } بصيغة CSV
json-of = { $name } بصيغة JSON
as-table = عرض كجدول
report-conversations = المحادثات
report-period = الفترة
report-total = الإجمالي
report-chat = الدردشة
report-email = البريد الإلكتروني
report-times = الرد والحل
report-time = الوقت
report-count = العدد
report-median = الوسيط
report-average = المتوسط
report-p90 = 90٪ خلال
report-p95 = 95٪ خلال
report-response = أول رد
report-resolution = الحل
report-agents = الموظفون
report-no-agents = لم تُسند أي محادثة إلى أحد في هذه الفترة.
report-load = عبء العمل
report-load-text = المحادثات المفتوحة الآن.
report-no-load = لا محادثات مفتوحة.
report-ratings = التقييمات
report-no-ratings = لم يقيّم أحد محادثة في هذه الفترة.
report-ratings-count = التقييمات
report-rating = متوسط التقييم
report-satisfied = الراضون
stars = { $count ->
    [zero] بلا نجوم
    [one] نجمة واحدة
    [two] نجمتان
    [few] { $count } نجوم
    [many] { $count } نجمة
   *[other] { $count } نجمة
}
report-ai = المساعد الذكي
report-no-ai = لم يُجب المساعد عن شيء في هذه الفترة.
report-answers = الإجابات
report-resolved-ai = المحلولة
report-handed-off = المحالة إلى الفريق
report-helpful = وُجدت مفيدة
report-confidence = الثقة
report-answer-time = وقت الإجابة

## الإعدادات
settings = الإعدادات
settings-automation = الأتمتة
settings-automation-lead = ما تفعله نافذة المحادثة تلقائيًا.
settings-hours = ساعات العمل
settings-hours-lead = متى يتواجد فريقك ومتى يرد.
settings-home = الصفحة الرئيسية
settings-home-lead = أول ما يراه الزوار في نافذة المحادثة.
settings-notifications = الإشعارات
settings-notifications-lead = متى تُبلَّغ بما يكتبه الزوار.
settings-security = الأمان
settings-security-lead = تأكد من أن الزوار هم من يدّعون.
settings-keys = مفاتيح API
settings-keys-lead = ما تستدعي به برامجك الخاصة.
settings-audit = سجل التدقيق
settings-audit-lead = من فعل ماذا ومتى ومن أين.
auto-email = طلب البريد الإلكتروني
auto-email-text = كي يصل الرد إلى الزوار بعد مغادرتهم.
auto-reply-time = إظهار وقت الرد
auto-reply-time-text = يعرف الزوار متى يرد فريقك عادةً.
auto-articles = اقتراح مقالات
auto-articles-text = تُعرض المقالات المناسبة أثناء كتابة الزائر.
auto-rating = طلب التقييم
auto-rating-text = يمكن للزائر تقييم المحادثة عند إغلاقها.
hours-zone = المنطقة الزمنية
hours-open = وفق هذه الساعات فريقك متواجد الآن.
hours-closed = وفق هذه الساعات فريقك غير متواجد الآن.
hours-day-closed = مغلق
hours-from = { $day }، من
hours-until = { $day }، حتى
hours-night = الوقت نفسه مرتين يعني اليوم كله. والنهاية قبل البداية تمتد إلى ما بعد منتصف الليل.
hours-message = ما يقرؤه الزوار أثناء غيابك
hours-reply = وقت الرد المتوقع
hours-reply-text = بالدقائق. اتركه فارغًا لعدم الإظهار.
hours-reply-wrong = أدخل وقت الرد بعدد صحيح من الدقائق.
home-on = إظهار الصفحة الرئيسية
home-on-text = بدونها تبدأ النافذة بالمحادثات.
home-direct = فتح محادثة مباشرة
home-direct-text = يمكن لمن يفتح النافذة الكتابة فورًا.
home-opens-at = يفتح عند
home-cards = بطاقات الصفحة الرئيسية
home-no-cards = الصفحة الرئيسية فارغة. أضف بطاقة.
home-tabs = علامات التبويب
visible-to = من يرى { $name }
visible-all = الجميع
visible-visitors = الزوار المجهولون
visible-users = المستخدمون المعروفون
card-welcome = الترحيب
card-search = البحث
card-conversations = المحادثات
card-start = بدء محادثة
card-articles = مقالات مميزة
card-announcements = الإعلانات
tab-home = الرئيسية
tab-messages = الرسائل
tab-help = المساعدة
tab-tours = الجولات
tab-tasks = المهام
tab-tickets = التذاكر
tab-fixed = دائمًا
notify-own = أنت
notify-workspace = الافتراضي في مساحة العمل
notify-email = البريد الإلكتروني
notify-email-text = عندما يكتب زائر أو ينتظر شخصًا، أو يسند إليك أحدهم محادثة أو تذكرة، ولم ترَ ذلك خلال دقيقة.
notify-no-mail = هذا الخادم غير مُعدّ لإرسال البريد، فلا يُبلَّغ أحد.
notify-usual-on = كالافتراضي (نعم)
notify-usual-off = كالافتراضي (لا)
identity-on = التحقق من الهوية
identity-on-text = يثبت خادمك هوية المستخدم، فلا ينتحل أحد صفة غيره.
identity-off = إيقاف
identity-off-title = إيقاف التحقق؟
identity-off-text = عندها يمكن لأي شخص ادعاء أنه أحد مستخدميك. يبقى السر محفوظًا.
identity-mode = من يذكر معرّف مستخدم دون إثبات
identity-optional = يُقبل دون تحقق
identity-optional-text = مناسب أثناء تعديل موقعك.
identity-required = يُرفض
identity-required-text = يمكن للزوار بلا معرّف الكتابة دائمًا.
identity-secret = السر
identity-secret-text = مكانه خادمك، وليس في صفحة أبدًا.
identity-rotate = سر جديد
identity-rotate-title = إنشاء سر جديد؟
identity-rotate-text = يبقى السر الحالي صالحًا 24 ساعة. وينتهي ما استُبدل قبله فورًا.
identity-overlap = يُقبل السر السابق حتى { $time }.
identity-new-secret = السر الخاص بك
identity-new-secret-text = يظهر الآن فقط. احفظه على خادمك.
secret-kept = لقد حفظته
identity-server = على خادمك
identity-server-text = أنشئ تجزئة معرّف المستخدم باستخدام السر.
identity-page-text = مرّر كليهما إلى نافذة المحادثة في صفحتك.
identity-language = لغة البرمجة

keys-may-not = لا يرى مفاتيح API إلا الأعضاء المخولون بإعداد عمليات الربط.
keys-none = لا توجد مفاتيح API
keys-none-text = بالمفتاح يقرأ برنامجك المحادثات ويرد عليها.
keys-use = الاستدعاء بمفتاح
keys-use-text = احفظ المفتاح على خادمك. فهو يعمل باسم العضو الذي أنشأه وفي حدود صلاحياته.
key-new = مفتاح جديد
key-scopes = يُسمح له
key-life = صالح
key-for-ever = حتى إلغائه
key-days = { $count ->
    [zero] { $count } يوم
    [one] ليوم واحد
    [two] ليومين
    [few] لمدة { $count } أيام
    [many] لمدة { $count } يومًا
   *[other] لمدة { $count } يوم
}
key-make = إنشاء المفتاح
key-made = مفتاحك الجديد
key-made-text = يظهر الآن فقط. احفظه حيث لا يجده إلا برنامجك.
key-revoke = إلغاء
key-revoke-name = إلغاء { $name }
key-revoke-title = إلغاء { $name }؟
key-revoke-text = تُرفض فورًا البرامج التي تستخدمه. ولا يمكن التراجع عن ذلك.
key-revoked = أُلغي { $time }.
key-expired = انتهى { $time }.
key-until = صالح حتى { $time }.
key-used = آخر استخدام { $time }.
key-never-used = لم يُستخدم.
scope-chats-read = قراءة المحادثات
scope-chats-read-text = المحادثات والأشخاص والمقالات.
scope-chats-write = الرد على المحادثات
scope-chats-write-text = الرد والإسناد والإغلاق.
scope-keys-manage = إدارة المفاتيح
scope-keys-manage-text = إنشاء مفاتيح لا تتجاوز صلاحياته وإلغاؤها.
audit-none = لا نتائج
audit-none-text = لا شيء في السجل يطابق هذه المرشحات.
audit-may-not = دورك لا يتيح عرض سجل التدقيق.
audit-action = الإجراء
audit-any-action = أي إجراء
audit-actor = من
audit-system = Docent نفسه
audit-api = زائر أو الواجهة البرمجية
audit-resource = يتعلق بـ
audit-browser = المتصفح
audit-time = الوقت
audit-name = الاسم
audit-keep = الاحتفاظ بالسجلات
audit-keep-text = تُحذف الأقدم.
act-auth-login = سجّل الدخول
act-auth-login-failed = فشل تسجيل الدخول
act-auth-logout = سجّل الخروج
act-auth-session-created = بدأت جلسة زائر
act-auth-session-revoked = انتهت جلسة زائر
act-user-invited = دعوة
act-user-removed = أُزيل عضو
act-user-role-changed = تغيّر الدور
act-user-ownership-transferred = نُقلت الملكية
act-workspace-created = أُنشئت مساحة العمل
act-workspace-settings-changed = تغيّرت الإعدادات
act-workspace-security-changed = تغيّرت إعدادات الأمان
act-apiKey-created = مفتاح API جديد
act-apiKey-revoked = أُلغي مفتاح API
act-widget-identity-enabled = شُغّل التحقق
act-widget-identity-disabled = أُوقف التحقق
act-widget-identity-secret-rotated = سر تحقق جديد
act-visitor-merged = دُمج زائران
act-data-exported = صُدّرت بيانات
act-data-deleted = مُحيت بيانات
## البريد الإلكتروني
email-channel = البريد الإلكتروني
email-lead = البريد إلى عنوانك يصبح محادثات هنا، وما تجيب به يخرج بريدًا.
email-cannot-send = هذا الخادم غير مهيّأ لإرسال البريد، فتبقى الإجابات هنا. يمكن لمن يشغّله ضبط ‎--mail-url أو ‎--resend-key.
email-cannot-receive = هذا الخادم لا يستقبل البريد. يمكن لمن يشغّله ضبط ‎--email-webhook-secret وجعل مزوّد البريد يستدعيه.
email-address = عنوان إعادة التوجيه
email-address-text = اجعل صندوق الدعم لديك يعيد توجيه بريده إلى هذا العنوان.
email-address-later = احفظ مرة واحدة لتحصل على عنوان.
email-enabled = تشغيل البريد الإلكتروني
email-enabled-text = ما دام متوقفًا يُرفض البريد إلى العنوان ولا تخرج الإجابات.
email-from-name = اسم المرسل
email-from-email = عنوان المرسل
email-foreign = لا يجوز لهذا الخادم الإرسال بذلك العنوان. يأتي البريد من { $sender } بدلًا منه.
email-signature = التوقيع
email-chat-replies = إرسال إجابات الدردشة بالبريد إلى الزوار الذين غادروا
email-chat-replies-text = الزائر المعروف عنوانه يصله ما أجبت به بعد دقائق في رسالة واحدة.
mail-pending = ينتظر الإرسال بالبريد
mail-sent = أُرسل بالبريد
mail-delivered = وصل إلى الصندوق
mail-bounced = ارتدّ: لم يقبله الصندوق
mail-failed = تعذّر إرساله بالبريد
mail-from = من { $from }
mail-to = إلى { $to }
mail-cc = نسخة إلى { $cc }
mail-missing = لم يُحفظ: { $names }
mail-whole = عرض الرسالة كاملة
mail-no-subject = بلا موضوع
invite-mailed = أُرسل إلى { $email } بريد فيه هذا الرابط، وهو صالح 7 أيام. يظهر الرابط الآن فقط: انسخه إن لم يصل البريد.
## AI answers
ai-answers = إجابات الذكاء الاصطناعي
ai-agent = الوكيل الذكي
ai-lead = يجيب نموذج لغوي الزوار مما كتبه فريقك، ويستدعي شخصًا حين لا يستطيع.
ai-state = ما الذي يُسأل
ai-not-configured = لا يملك هذا الخادم نموذجًا لغويًا، لذلك يُحوَّل الزوار إلى فريقك. يحدده مشغّل الخادم بالخيار --ai-url.
ai-asks = يسأل { $model } لدى { $provider }.
ai-by-meaning = تُعثر على المقالات بكلماتها ومعناها ({ $model }).
ai-by-words = تُعثر على المقالات بكلماتها.
ai-today = اليوم: { $answers } أسئلة، { $tokens } رموز.
ai-leaves = تُرسل الأسئلة والرسائل التي قبلها والنصوص التي قد تجيب عنها إلى { $provider }؛ ولا تُرسل الأسماء والعناوين إلا حيث يكتبها الزائر.
ai-last-error = فشل السؤال الأخير ({ $time }):
ai-enabled = الرد على الزوار
ai-enabled-text = حتى يرد أحد من فريقك أو يطلب الزائر شخصًا.
ai-suggests = اقتراح ردود على الفريق
ai-suggests-text = يمكن اقتراح رد في صندوق الوارد؛ ويعدّله الوكيل ويرسله.
ai-knows = ما الذي يعرفه
ai-articles = المقالات العامة
ai-articles-text = المنشورة والموجّهة إلى الزائر الذي يسأل.
ai-internal = المقالات الداخلية
ai-internal-text = يُخبَر الزوار بما تقوله لا بعناوينها.
ai-snippets = المقتطفات
ai-snippets-text = إجابات يحتفظ بها فريقك.
ai-how = كيف يجيب
ai-threshold = مدى الثقة المطلوبة
ai-threshold-text = يذكر النموذج مدى ثقته، ولا تُحسب أكثر من النصف إن لم يذكر مصدرًا. دون ذلك يحوّل إلى شخص ولا يرى الزائر الإجابة.
ai-personality = النبرة
ai-personality-text = مثلًا: ودود وموجز. لا تغيّر أي قاعدة.
ai-handoff = ما يقوله عند التحويل
ai-handoff-text = إن تُرك فارغًا تُستخدم كلماتنا.
ai-model = النموذج
ai-model-text = كما تسميه نقطة الاتصال. يكفي نموذج صغير يستطيع استدعاء الأدوات.
ai-hours = متى يجيب
ai-has-hours = في أوقات محددة فقط
ai-has-hours-text = خارجها لا يقول شيئًا وتكون المحادثة لفريقك.
ai-from = من
ai-until = إلى
ai-zone = المنطقة الزمنية
ai-budget = كم يُسمح أن يكلّف
ai-budget-text = حين تنفد الميزانية يُحوَّل الزوار إلى فريقك. يبدأ اليوم عند منتصف الليل بالتوقيت العالمي.
ai-daily-answers = أسئلة في اليوم
ai-daily-tokens = رموز في اليوم
ai-conversation-answers = إجابات في المحادثة الواحدة
ai-handed-off = حُوّلت إلى شخص
ai-handed-off-because = حُوّلت إلى شخص: { $reason }
ai-answer = أجاب الوكيل الذكي
ai-sure = أجاب الوكيل الذكي بثقة { $percent } ٪
ai-sources = المصادر
ai-helpful = وُجدت مفيدة
ai-not-helpful = لم توجد مفيدة
ai-held-back = ما كان سيقوله
ai-draft = اقترح ردًا
ai-drafting = جارٍ كتابة اقتراح …
ai-drafted = { $count ->
    [one] ثقة { $percent } ٪ من { $count } مصدر. راجعه قبل الإرسال.
   *[other] ثقة { $percent } ٪ من { $count } مصادر. راجعه قبل الإرسال.
}
ai-no-draft = لا يوجد اقتراح لهذا.
ai-no-draft-because = لا يوجد اقتراح لهذا: { $reason }

## ما يُعرض على الزوار
engage = التفاعل
engage-tours = الجولات
engage-surveys = الاستطلاعات
engage-checklists = قوائم المهام
engage-messages = الرسائل
engage-tooltips = التلميحات
engage-segments = الشرائح
engage-tours-lead = تقود الجولات الزوار عبر صفحاتك خطوة بخطوة.
engage-surveys-lead = تطرح الاستطلاعات على الزوار بضعة أسئلة في الوقت المناسب.
engage-checklists-lead = تُظهر قوائم المهام للزوار ما يبدؤون به وما تبقى.
engage-messages-lead = تخاطب الرسائل الزوار دون أن يسألوا.
engage-tooltips-lead = تشرح التلميحات عنصرًا واحدًا في صفحتك.
engage-segments-lead = الشرائح مجموعات من الزوار لها اسم وتُستخدم مرارًا.
engage-tours-new = جولة جديدة
engage-surveys-new = استطلاع جديد
engage-checklists-new = قائمة مهام جديدة
engage-messages-new = رسالة جديدة
engage-tooltips-new = تلميح جديد
engage-segments-new = شريحة جديدة
engage-tours-none = لا جولات بعد
engage-surveys-none = لا استطلاعات بعد
engage-checklists-none = لا قوائم مهام بعد
engage-messages-none = لا رسائل بعد
engage-tooltips-none = لا تلميحات بعد
engage-segments-none = لا شرائح بعد
engage-tours-none-text = تشير الجولة إلى شيء بعد آخر ليجد الزائر الجديد طريقه وحده.
engage-surveys-none-text = يخبرك الاستطلاع برأي الزوار وهم ما زالوا يتذكرونه.
engage-checklists-none-text = تأخذ قائمة المهام الزائر الجديد من زيارته الأولى إلى نجاحه الأول.
engage-messages-none-text = ترحّب الرسالة أو تعلن أو تعرض المساعدة في الصفحة المناسبة.
engage-tooltips-none-text = يجيب التلميح عن السؤال الذي يثيره زر أو حقل.
engage-segments-none-text = تقول الشريحة مرة واحدة من المقصود، لكل ما تعرضه.
engage-any = الكل
engage-stage = الحالة
engage-draft = مسودة
engage-active = نشط
engage-paused = متوقف مؤقتًا
engage-archived = مؤرشف
engage-activate = تفعيل
engage-pause = إيقاف مؤقت
engage-deactivate = إيقاف العرض
engage-archive = أرشفة
engage-duplicate = تكرار
engage-is-active = نشط: يراه الزوار من الآن
engage-is-paused = أُوقف مؤقتًا
engage-is-draft = مسودة من جديد: لا يراه الزوار
engage-is-archived = أُرشف
engage-is-duplicated = تم التكرار
engage-none-so = لا شيء هنا يطابق اختيارك.
engage-unnamed = بلا اسم
engage-gone = هذا غير موجود
engage-gone-text = ربما أُزيل أو ينتمي إلى مساحة عمل أخرى.
engage-may-not = لا يسمح لك دورك برؤية هذا. يمكن لمالك أو مدير تغيير ذلك.
engage-remove-text = يُحذف نهائيًا ولا يراه الزوار بعد الآن.
engage-no-name = أعطه اسمًا أولًا.
engage-about = عنه
engage-description = الوصف
engage-description-text = لفريقك فقط.
audience = من يراه
audience-everybody = الجميع
audience-everybody-text = كل زائر لموقعك.
audience-segment = شريحة
audience-segment-text = مجموعة سمّيتها.
audience-rules = قواعد
audience-rules-text = حسب صفات الزوار وأفعالهم.
audience-choose-segment = اختر شريحة
audience-see-segment = عرض قواعدها
audience-segment-gone = شريحة أُزيلت
audience-segment-gone-text = أُزيلت الشريحة فلا أحد مقصود. اختر شريحة أخرى.
audience-unreadable = تعذرت قراءة القواعد المخزنة فلا أحد مقصود. القواعد الجديدة تحل محلها.
audience-join = كيفية الجمع
audience-all-of = تتحقق كلها
audience-any-of = يتحقق أي منها
audience-group = مجموعة شروط
audience-add-group = إضافة مجموعة
audience-remove-group = إزالة هذه المجموعة
audience-condition = شرط
audience-no-segment = اختر شريحة.
audience-no-rules = أضف شرطًا.
audience-empty-group = المجموعة الفارغة تعني الجميع. أضف شرطًا أو أزل المجموعة.
audience-no-key = سمِّ السمة.
audience-no-event = سمِّ الحدث.
audience-no-count = حدد عدد المرات برقم.
audience-no-days = الأيام رقم أكبر من 0 أو تُترك فارغة.
audience-external-id = معرّف المستخدم لديك
audience-first-seen = أول ظهور
audience-last-seen = آخر ظهور
audience-country-code = رمز البلد
audience-region = المنطقة
audience-city = المدينة
audience-device = الجهاز
audience-browser = المتصفح
audience-os = نظام التشغيل
audience-referrer = جاء من
audience-event = حدث
audience-after = بعد
audience-before = قبل
audience-greater = أكبر من
audience-less = أصغر من
audience-greater-equal = على الأقل
audience-less-equal = على الأكثر
audience-event-name = اسم الحدث
audience-how-often = كم مرة
audience-at-least = حدث على الأقل
audience-at-most = حدث على الأكثر
audience-exactly = حدث بالضبط
audience-times = مرات
audience-times-within = مرات خلال آخر
audience-days = أيام
audience-ever = دائمًا
audience-counting = جارٍ العد…
audience-unfinished = أكمل القواعد لترى عدد الزوار المقصودين.
value = القيمة
value-sort = نوع القيمة
value-nothing = بلا قيمة
value-text = نص
value-number = رقم
value-truth = صحيح أو خطأ
value-true = صحيح
value-false = خطأ
value-missing = القيمة مفقودة.
value-no-number = هذا ليس رقمًا.
trigger = متى يظهر
trigger-kind = ما ينتظره
trigger-immediate = لا شيء: فورًا
trigger-immediate-text = يظهر بمجرد فتح إحدى صفحاتك.
trigger-page = زيارة صفحة
trigger-time = الوقت في الصفحة
trigger-scroll = تمرير الصفحة
trigger-event = وقوع حدث
trigger-exit = الزائر يهم بالمغادرة
trigger-exit-text = يغادر المؤشر الصفحة من أعلاها كمن يغلق علامة التبويب. لا توجد هذه اللحظة على شاشات اللمس.
trigger-seconds = الثواني
trigger-percent = نسبة مئوية من الصفحة
trigger-match = العنوان
trigger-contains = يحتوي
trigger-exact = يطابق تمامًا
trigger-prefix = يبدأ بـ
trigger-regex = يطابق التعبير النمطي
trigger-url = عنوان الصفحة
trigger-url-text = إذا تُرك فارغًا: كل صفحة.
trigger-event-name = اسم الحدث
trigger-event-name-text = كما يتتبعه موقعك. إذا تُرك فارغًا: أي حدث.
trigger-properties = ما يجب أن تكون عليه خصائصه
trigger-property = خاصية
trigger-add = إضافة خاصية
trigger-remove = إزالة هذه الخاصية
trigger-no-property = سمِّ كل خاصية من خصائص الحدث.
schedule = بين أي تاريخين
schedule-start = من
schedule-end = حتى
schedule-wrong = النهاية قبل البداية.
schedule-zone = بمنطقتك الزمنية { $zone }. إذا تُرك فارغًا فلا حد من تلك الجهة.
audience-reach = { $total ->
    [one] { $matching } من زائر واحد ({ $total })
    [two] { $matching } من زائرين ({ $total })
    [few] { $matching } من { $total } زوار
   *[other] { $matching } من { $total } زائر
}
segment-who = من ينتمي إليها
segment-usage = أين تُستخدم
segment-unused = لا شيء يستخدمها بعد.
segment-remove-text = كل ما يستخدم هذه الشريحة لن يُعرض على أحد حتى يُحدد له جمهور آخر.
usage-tour = جولة
usage-survey = استطلاع
usage-message = رسالة
usage-checklist = قائمة مهام
usage-tooltip = تلميح
usage-article = مقال
tour-about = { $mode } · الأولوية { $priority }
tour-first-time = تُعرض مرة واحدة
tour-until-dismissed = تُعرض حتى يرفضها الزائر
tour-untitled = جولة بلا عنوان
tour-remove-text = تُحذف خطواتها ومدى تقدم الزوار فيها نهائيًا.

## الاستبيانات والرسائل وقوائم المهام
en-who = من يراها
en-when = متى تظهر
en-frequency = كم مرة
en-reach = الوصول
en-side = ما يُعرض
en-edit = تحرير
en-results = النتائج
en-address-wrong = هذا ليس عنوانًا: استخدم عنوانًا يبدأ بـ https:// أو عنوانًا في موقعك يبدأ بـ /.
drag = اسحب للنقل
move-name-up = نقل { $name } إلى أعلى
move-name-down = نقل { $name } إلى أسفل
moved-to = الآن في الموضع { $place } من { $count }
sv-about = { $count ->
    [one] سؤال واحد · { $format }
    [two] سؤالان · { $format }
    [few] { $count } أسئلة · { $format }
    [many] { $count } سؤالًا · { $format }
   *[other] { $count } سؤال · { $format }
}
sv-responses-count = { $count ->
    [one] رد واحد
    [two] ردّان
    [few] { $count } ردود
    [many] { $count } ردًا
   *[other] { $count } رد
}
sv-small = بطاقة في الزاوية
sv-large = نافذة في الوسط
sv-format = الشكل
sv-note = ملاحظة لفريقك
sv-dismiss = يمكن للزوار إغلاقه
sv-progress = إظهار شريط التقدم
sv-once = السؤال مرة واحدة، أُجيب أم لا
sv-until = السؤال حتى تتم الإجابة
sv-remove-text = ستُحذف إجاباته نهائيًا. أرشفه للاحتفاظ بها.
sv-intro = قبل الأسئلة
sv-thanks = بعد الأسئلة
sv-has-intro = البدء بترحيب
sv-has-thanks = الختام بالشكر
sv-step-title = العنوان
sv-step-text = النص
sv-step-button = الزر
sv-questions = الأسئلة
sv-question = السؤال { $number }
sv-add = إضافة سؤال
sv-kind = نوع الإجابة
sv-nps = مدى الاحتمال (0–10)
sv-scale = رقم على مقياس
sv-stars = نجوم
sv-faces = وجوه
sv-choice = اختيار
sv-dropdown = قائمة منسدلة
sv-short = نص قصير
sv-long = نص طويل
sv-title = السؤال
sv-description = توضيح
sv-required = الإجابة مطلوبة
sv-more = حفظ الإجابة والتفرع
sv-attribute = حفظ الإجابة كسمة
sv-attribute-text = تأخذ سمة الزائر بهذا الاسم قيمة الإجابة، ويمكن للجماهير استخدامها.
sv-branches = إلى أين تقود الإجابة
sv-branches-text = يُعتمد أول فرع ينطبق. وإن لم ينطبق أي منها فيأتي السؤال التالي.
sv-branches-count = { $count ->
    [one] فرع واحد
    [two] فرعان
    [few] { $count } فروع
    [many] { $count } فرعًا
   *[other] { $count } فرع
}
sv-branch-add = إضافة فرع
sv-branch-remove = إزالة هذا الفرع
sv-branch-if = إذا كانت الإجابة
sv-branch-then = اذهب إلى
sv-branch-to = إلى أين يقود
sv-branch-end = النهاية
sv-branch-lost = سؤال لا يأتي لاحقًا
sv-branch-choose = اختر…
sv-greater = أكبر من
sv-less = أصغر من
sv-answered = معطاة
sv-not-answered = غير معطاة
sv-low = كلمة للأدنى
sv-high = كلمة للأعلى
sv-from = من
sv-to = إلى
sv-scale-text = أعداد صحيحة؛ ومن دونها من 1 إلى 5.
sv-faces-count = عدد الوجوه
sv-faces-three = ثلاثة
sv-faces-five = خمسة
sv-choices = الخيارات، واحد في كل سطر
sv-multiple = يمكن اختيار أكثر من واحد
sv-no-question = أضف سؤالًا أولًا.
sv-no-title = السؤال { $number } لا يسأل شيئًا بعد.
sv-no-choices = ليس في السؤال { $number } ما يُختار منه.
sv-wrong-scale = مقياس السؤال { $number } يبدأ بعدد صحيح وينتهي بأكبر منه، بفارق 100 على الأكثر.
sv-wrong-attribute = سمة السؤال { $number } تحتاج إلى اسم بحروف لاتينية، من دون علامات اقتباس ولا يبدأ بـ $ أو _.
sv-no-branch-value = أحد فروع السؤال { $number } لا يقارن بشيء.
sv-wrong-branch = أحد فروع السؤال { $number } لا يقود إلى سؤال لاحق.
sv-no-intro = أعطِ الترحيب عنوانًا.
sv-no-thanks = أعطِ الشكر عنوانًا.
sv-preview = معاينة الاستبيان
sv-preview-step = خطوة المعاينة
sv-preview-again = من البداية
sv-preview-empty = أضف سؤالًا لتراه هنا.
sv-untitled = سؤالك
sv-answer = الإجابة
sv-choose = اختر واحدًا
sv-not-likely = غير محتمل
sv-very-likely = محتمل جدًا
sv-start = ابدأ
sv-next = التالي
sv-submit = إرسال
sv-done = تم
sv-shown = عُرض
sv-started = بدأ
sv-completed = اكتمل
sv-partial = غير مكتمل
sv-dismissed = أُغلق
sv-response-rate = نسبة الرد
sv-completion-rate = المكتمل مما بدأ
sv-score = مؤشر الترشيح
sv-answers = الإجابات
sv-over-time = مؤشر الترشيح عبر الزمن
sv-over = { $count ->
    [one] محسوب على أول رد.
    [two] محسوب على أول ردّين.
    [few] محسوب على أول { $count } ردود.
    [many] محسوب على أول { $count } ردًا.
   *[other] محسوب على أول { $count } رد.
}
sv-no-results = لا نتائج بعد
sv-no-results-text = تظهر حين يكون الاستبيان نشطًا ويراه الزوار.
sv-no-answers = لم يجب أحد عن هذا بعد.
sv-responses = الردود
sv-rows = { $first }–{ $last } من { $count }
sv-newer = الأحدث
sv-older = الأقدم
sv-tried = جرّبه الفريق
sv-exported = حُفظت الردود
om-all = كل الأنواع
om-type = النوع
om-chat = دردشة
om-post = منشور
om-banner = شريط
om-chat-text = فقاعة في الزاوية كأنها من شخص. والنقرة تصبح محادثة.
om-post-text = نافذة بعنوان ونص وصورة.
om-banner-text = سطر في أعلى الصفحة.
om-remove-text = سيُحذف أيضًا ما عُرض منها على الزوار وما فعلوه.
om-says = ما تقوله
om-sender = المرسل
om-support = الدعم
om-title = العنوان
om-body = النص
om-text = النص
om-picture = عنوان صورة
om-video = عنوان فيديو
om-style = المكان
om-inline = على العرض كله
om-floating = عائم
om-dismissible = يمكن للزوار إغلاقها
om-buttons = الأزرار والنقرات
om-button = الزر { $number }
om-button-add = إضافة زر
om-button-text = الكلمات عليه
om-action = ما يفعله
om-click = نقرة خارج الأزرار
om-open-url = يفتح عنوانًا
om-dismiss = يغلق الرسالة
om-tour = يبدأ جولة
om-conversation = يبدأ محادثة
om-article = يفتح مقالًا
om-tab = يفتح قسمًا من نافذة المحادثة
om-messenger = يفتح نافذة المحادثة
om-address = العنوان
om-tour-which = الجولة
om-article-which = المقال
om-tab-which = قسم من نافذة المحادثة
om-choose = اختر…
om-other = آخر غير مدرج
om-prefill = نص للبدء به
om-prefill-text = يظهر في حقل الزائر ويمكنه تغييره.
om-once = مرة لكل زائر
om-session = مرة في كل زيارة
om-always = كلما ناسبت
om-priority = الأولوية
om-priority-text = إن ناسبت عدة رسائل تظهر الأعلى أولًا.
om-preview = معاينة الرسالة
om-says-nothing = لا تقول شيئًا بعد.
om-no-text = اكتب ما تقوله أولًا.
om-wrong-picture = عنوان الصورة غير صالح.
om-wrong-video = عنوان الفيديو غير صالح.
om-no-button-text = الزر { $number } يحتاج إلى كلمات.
om-no-button-target = الزر { $number } لن يفعل شيئًا: اختر إلى أين يقود.
om-wrong-button-address = عنوان الزر { $number } غير صالح.
om-no-click-target = النقرة خارج الأزرار لن تفعل شيئًا: اختر إلى أين تقود.
om-wrong-click-address = عنوان النقرة غير صالح.
om-no-results = لا نتائج بعد
om-no-results-text = تظهر حين تكون الرسالة نشطة ويراها الزوار.
om-clicked = نُقر
om-closed = أُغلق
om-rates-text = نسبة مئوية من عدد مرات العرض.
cl-about = { $count ->
    [one] مهمة واحدة
    [two] مهمتان
    [few] { $count } مهام
    [many] { $count } مهمة
   *[other] { $count } مهمة
}
cl-text = نص فوق المهام
cl-remove-text = سيُحذف أيضًا ما أنجزه الزوار منها. أرشفها للاحتفاظ به.
cl-tasks = المهام
cl-task = المهمة { $number }
cl-add = إضافة مهمة
cl-title = المهمة
cl-description = توضيح
cl-action = النقر عليها
cl-no-action = لا يفعل شيئًا
cl-send-event = يسجل حدثًا
cl-event = اسم الحدث
cl-done = تكون منجزة حين
cl-manual = يعلّم عليها الزائر
cl-by-event = يقع حدث
cl-by-attribute = تنطبق سمة
cl-text-value = نص
cl-number = رقم
cl-truth = نعم أو لا
cl-value-kind = نوع القيمة
cl-automatic = تُنجز تلقائيًا
cl-untitled = مهمتك
cl-preview = معاينة قائمة المهام
cl-preview-empty = أضف مهمة لتراها هنا.
cl-no-task = أضف مهمة أولًا.
cl-no-title = المهمة { $number } تحتاج إلى كلمات.
cl-no-target = النقر على المهمة { $number } لن يفعل شيئًا: اختر إلى أين يقود.
cl-wrong-address = عنوان المهمة { $number } غير صالح.
cl-no-event = سمِّ الحدث الذي ينجز المهمة { $number }.
cl-no-attribute = سمِّ السمة التي تنجز المهمة { $number }.
cl-no-value = حدد ما تُقارن به سمة المهمة { $number }.
cl-results = إلى أين وصل الزوار
cl-results-text = النسب من الزوار الذين أنجزوا مهمة واحدة على الأقل.
cl-no-results-text = تظهر حين ينجز الزوار أول مهمة.
cl-begun = بدأوا
cl-finished = أنهوا
cl-tasks-done = مهام منجزة
engage-save-first = احفظ تغييراتك أولًا ليراها الزوار.
selector = العنصر
selector-text = محدد CSS: ما يجده به برنامج نصي في صفحتك.
selector-good = موثوق
selector-fair = موثوق إلى حد ما
selector-poor = غير موثوق
selector-score = { $score } من 100
selector-missing = لم يطابقه شيء في الصفحة.
selector-several = طابقه أكثر من عنصر ويُؤخذ الأول.
selector-position = يعتمد على المواضع التي تتغير مع الصفحة.
selector-deep = يذكر عناصر كثيرة أعلاه قد يتغير كل منها.
selector-wildcard = يحتوي على * الذي يطابق أي شيء.
selector-anonymous = معرّف أو سمة data- تجده بثقة أكبر.
selector-classes = يحتاج إلى أصناف كثيرة معًا.
tooltip-what = ما يقوله
tooltip-content = النص
tooltip-opens = ما يفتحه
tooltip-hover = المؤشر فوق العنصر
tooltip-click = نقطة بجانب العنصر
tooltip-auto = ظهور العنصر
tooltip-nothing = يظهر هنا ما تكتبه.
tooltip-no-content = اكتب ما يقوله التلميح.
tooltip-no-selector = حدد العنصر الذي يخصه التلميح.
tour-pane = ما يُعرض هنا
tour-edit = تعديل
tour-results = النتائج
tour-no-steps = أضف خطوة أولًا: جولة بلا خطوات لا تعرض شيئًا.
tour-description-text = يقرؤه الزوار حيث يختارون جولة.
tour-where = الصفحة التي تبدأ فيها
tour-page = الصفحة
tour-page-text = مسار أو عنوان كامل؛ * تعني أي شيء. إذا تُرك فارغًا: كل صفحة.
tour-how = سلوكها
tour-mode = كم مرة
tour-priority = الأولوية
tour-priority-text = الرقم الأصغر أولًا.
tour-sender = يعرضها
tour-sender-text = صاحب الاسم على البطاقة.
tour-colour = لون الأزرار
tour-colour-text = لون مساحة عملك حتى تختار غيره.
tour-colour-clear = استخدام لون مساحة العمل
tour-snooze = يمكن تأجيلها
tour-snooze-text = تعود بعد يوم.
tour-restart = يمكن بدؤها من جديد
tour-restart-text = من أي خطوة بعد الأولى.
tour-confetti = قصاصات ملونة في النهاية
tour-confetti-text = ليس لمن طلب حركة أقل.
tour-steps = الخطوات
tour-steps-none = لا خطوات بعد. الأولى ترحّب والبقية تدل على الطريق.
tour-preview-none = ستظهر هنا الخطوة الأولى.
step-new = إضافة خطوة
step-save = حفظ الخطوة
step-drag = اسحب إلى موضع آخر
step-moved = الآن الخطوة { $number } من { $count }
step-of = الخطوة { $number } من { $count }
step-number = الخطوة { $number }
step-previous = الخطوة السابقة
step-remove-text = تُحذف الخطوة نهائيًا وتتقدم البقية.
step-kind = النوع
step-pointer = بطاقة بجانب عنصر
step-post = بطاقة في الوسط
step-video = مقطع بجانب عنصر
step-title = العنوان
step-content = النص
step-placement = الجهة
step-auto = حيث يوجد مكان
step-above = أعلى
step-below = أسفل
step-left = يسار
step-right = يمين
step-size = الحجم
step-small = صغير
step-large = كبير
step-media = عنوان صورة أو مقطع
step-media-text = يبدأ بـ https:// أو هو مسار في موقعك.
step-media-type = ما يعرضه
step-image = صورة
step-film = مقطع
step-advance = ما ينقل إلى التالي
step-on-button = زر البطاقة
step-on-element = النقر على العنصر
step-on-fill = كتابة شيء في الحقل
step-button = نص الزر
step-button-text = إذا تُرك فارغًا: التالي، وتم في الخطوة الأخيرة.
step-route = صفحة هذه الخطوة
step-route-text = مسار أو عنوان؛ * تعني أي شيء. إذا تُرك فارغًا: الصفحة الحالية للزائر.
step-next = التالي
step-done = تم
step-guide-click = انقر العنصر للمتابعة.
step-guide-fill = املأ الحقل للمتابعة.
step-no-words = اكتب عنوانًا أو نصًا.
step-no-selector = حدد العنصر الذي تخصه الخطوة.
step-no-video = أدخل عنوان المقطع.
step-no-address = يبدأ العنوان بـ https:// أو هو مسار في موقعك.
tour-funnel = إلى أين يصل الزوار
tour-funnel-text = يُحسب كل زائر مرة واحدة بحالته الآن، ويُعاد العد كل نصف دقيقة.
tour-unseen = لم يبدأ أي زائر هذه الجولة بعد.
tour-started = بدؤوا
tour-completed = أكملوا
tour-under-way = في الطريق
tour-snoozed = أجّلوا
tour-dismissed = رفضوا
tour-drift = ما يمنع الزوار من المتابعة
tour-drift-text = عندما تتغير الصفحة قد لا تجد الخطوة عنصرها أو صفحتها.
tour-drift-none = لم يمنع شيء الزوار من المتابعة.
drift-step = الخطوة
drift-reason = ما حدث
drift-page = الصفحة
drift-when = متى
drift-mode = تُركت بطريقة غير التي تطلبها
drift-click = لم يُنقر العنصر
drift-fill = لم يُملأ الحقل
drift-fill-invalid = مُلئ الحقل بقيمة خاطئة
drift-route = كان الزائر في صفحة أخرى
drift-bad-route = صفحة الخطوة ليست عنوانًا
drift-missing = لم يُعثر على العنصر
drift-times = { $count ->
    [one] مرة واحدة
    [two] مرتان
    [few] { $count } مرات
   *[other] { $count } مرة
}

on-site = على موقعك
on-site-text = يفتح صفحة من صفحاتك مع أداة تختار العناصر بنقرة وتبيّن مدى ثقة العثور عليها مجددًا. الرابط صالح نصف ساعة ولك وحدك.
on-site-page = الصفحة
on-site-no-page = هذا ليس عنوان صفحة.
on-site-ask = الحصول على رابط
on-site-open = فتح موقعك
value-no-moment = أدخل تاريخًا ووقتًا.
audience-fault = لم يكتمل بعد: { $why }
