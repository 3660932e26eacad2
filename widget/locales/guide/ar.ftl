# الجولات.
tour-dismiss = إنهاء الجولة
tour-steps = {$at} / {$count}
tour-progress = الخطوة {$at} من {$count}
tour-next = التالي
tour-finish = تم
tour-more = خيارات أخرى
tour-for-ever = لا تعرضها مرة أخرى
tour-later = ذكّرني لاحقًا
tour-restart = البدء من جديد
tour-click-it = انقر على العنصر المميَّز للمتابعة.
tour-fill-it = املأ الحقل المميَّز للمتابعة.
tour-elsewhere = هذه الخطوة تخص صفحة أخرى.
tour-failed = لم ينجح ذلك. يُرجى المحاولة مرة أخرى.
tour-continue = متابعة الجولة
tour-route = تُستكمل هذه الجولة في {$route}.
tour-go = خذني إلى هناك
tour-exit = الخروج من الجولة
tour-paused = الجولة متوقفة مؤقتًا
tour-missing = ما تعرضه هذه الخطوة غير موجود في هذه الصفحة الآن. ستُستأنف الجولة حالما يظهر.
tour-new = جديدة
tour-over = مكتملة
tour-skip = تخطي الخطوة
tour-done = هذا كل شيء، أصبحت تعرف طريقك.

# التلميحات.
tooltip-show = عرض التلميح: {$name}
tooltip-close = إغلاق التلميح

# الرسائل والاستبيانات وقوائم المهام.
message-label-banner = إشعار
message-label-post = رسالة
message-label-chat = رسالة من الفريق
message-open = فتح
message-video = فيديو
survey = استبيان
survey-progress = التقدم
survey-start = ابدأ
survey-next = التالي
survey-skip = تخطٍّ
survey-done = تم
survey-choose = اختر خيارًا
survey-likely = مرجّح جدًا
survey-unlikely = غير مرجّح
survey-mark = {$value} من {$count}
survey-failed = تعذّر إرسال إجاباتك. ما زالت هنا؛ يُرجى المحاولة مرة أخرى.
tasks-done = أُنجز {$done} من {$all}
tasks-hide = إخفاء التقدم
tasks-failed = لم يُحفظ ذلك. تحقق من اتصالك وحاول مرة أخرى.
task-go = الانتقال إلى المهمة
