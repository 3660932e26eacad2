//! How many conversations there were.

use super::{admit, cohort, periods};
use crate::core::{Query, Reader, Result};
use shared::{
    conversations::{Channel, Status},
    reporting::{ConversationMetrics, GetConversationMetrics, Volume},
};

impl Query for GetConversationMetrics {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<ConversationMetrics> {
        admit(cx, self.workspace_id).await?;
        let rows: Vec<(i64, Status, Channel, i64)> = cx
            .glance(&["conversations"])
            .query(concat!(
                "SELECT created_at / 86400000, status, channel, COUNT(*) ",
                cohort!(),
                " GROUP BY created_at / 86400000, status, channel"
            ))
            .bind(self.workspace_id)
            .bind(self.start_date)
            .bind(self.end_date)
            .fetch_all()
            .await?;
        let mut metrics = ConversationMetrics::default();
        for (_, status, channel, count) in &rows {
            metrics.total += count;
            *match status {
                Status::Open => &mut metrics.by_status.open,
                Status::Closed => &mut metrics.by_status.closed,
                Status::Snoozed => &mut metrics.by_status.snoozed,
            } += count;
            *match channel {
                Channel::Chat => &mut metrics.by_channel.chat,
                Channel::Email => &mut metrics.by_channel.email,
            } += count;
        }
        let days = rows.into_iter().map(|(day, _, _, count)| (day, count));
        let volumes = periods::fold(days, self.granularity, |sum: &mut i64, count| *sum += count);
        metrics.volume_by_period =
            volumes.into_iter().map(|(period, count)| Volume { period, count }).collect();
        Ok(metrics)
    }
}
