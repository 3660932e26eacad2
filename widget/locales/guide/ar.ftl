
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
