site = مركز مساعدة {$name}
description = إجابات وإرشادات من {$name}.
welcome = كيف يمكننا مساعدتك؟
skip = انتقل إلى المحتوى
search-label = ابحث عن إجابة
search = بحث
crumbs = أنت هنا
all-collections = كل الأقسام
articles = المقالات
articles-in = عدد المقالات: {$count}
updated = آخر تحديث:
contents = في هذه الصفحة
related = المزيد حول هذا الموضوع
privacy = سياسة الخصوصية

helpful = هل أجاب هذا عن سؤالك؟
yes = نعم
no = لا
thanks = شكرًا لإخبارنا.

results = نتائج البحث عن «{$name}»
nothing-found = لم نجد شيئًا
nothing-found-hint = جرّب كلمات أقل أو كلمات أخرى.

empty = لا توجد مقالات بعد
empty-hint = ستظهر الإجابات هنا بعد نشرها.
missing = هذه الصفحة غير موجودة
missing-hint = ربما حُذفت المقالة. ابحث عنها أو ابدأ من جديد.
restricted = مركز المساعدة هذا غير متاح للعموم
restricted-hint = أغلقه الفريق الذي يديره أمام الزوار.
unknown = لا يوجد مركز مساعدة هنا
unknown-hint = تحقّق من العنوان.
