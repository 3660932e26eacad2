//! Whether articles helped. Writes `article_feedback`.

use super::{reading::is_public, rows};
use crate::{
    core::{Limit, Mutation, Query, Reader, Result, Topic, Writer},
    store::Filter,
};
use shared::{
    Error,
    articles::{FeedbackStats, GetFeedbackStats, SubmitFeedback},
    id::{ArticleFeedbackId, ArticleId, VisitorId},
    visitors::privacy::ArticleFeedback,
};

pub fn topic(article: ArticleId) -> Topic {
    Topic::new("article_feedback", article.0)
}

impl Mutation for SubmitFeedback {
    async fn run(self, cx: &mut Writer) -> Result<ArticleFeedbackId> {
        cx.count(Limit::Feedback, cx.caller().ip)?;
        let missing = || Error::not_found("Article");
        let article = rows::by_id(cx, self.article_id).await?.filter(is_public).ok_or_else(missing)?;
        let visitor: Option<VisitorId> = match self.session_token.as_deref() {
            Some(token) => Some(cx.visitor(Some(token), article.workspace_id).await?.visitor),
            None => None,
        };
        let (id, now) = (cx.new_id()?, cx.now());
        let (id,): (ArticleFeedbackId,) = cx
            .write(topic(article.id))
            .query(
                "INSERT INTO article_feedback (id, article_id, helpful, visitor_id, created_at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (article_id, visitor_id) DO UPDATE SET helpful = excluded.helpful
                 RETURNING id",
            )
            .bind(id)
            .bind(article.id)
            .bind(self.helpful)
            .bind(visitor)
            .bind(now)
            .fetch_one()
            .await?;
        Ok(id)
    }
}

impl Query for GetFeedbackStats {
    async fn run(self, cx: &mut Reader) -> Result<FeedbackStats> {
        let stats = cx.read(topic(self.article_id)).query(
            "SELECT COUNT(CASE WHEN helpful THEN 1 END) AS helpful, COUNT(CASE WHEN helpful THEN NULL ELSE 1 END) AS not_helpful,
                    COUNT(*) AS total
             FROM article_feedback
             WHERE article_id = $1",
        );
        Ok(stats.bind(self.article_id).fetch_one().await?)
    }
}

/// What these visitors said of articles, oldest first.
pub async fn feedback_of(cx: &mut Reader, visitors: &[VisitorId]) -> Result<Vec<ArticleFeedback>> {
    let filter = Filter::new("SELECT id, article_id, helpful, created_at FROM article_feedback WHERE ")
        .any_of("visitor_id", visitors.iter().copied())
        .push(" ORDER BY created_at, id");
    Ok(cx
        .read(visitors.iter().map(|id| Topic::new("article_feedback", id.0)).collect::<Vec<_>>())
        .filter(filter)
        .fetch_all()
        .await?)
}

/// Forgets who said it. The numbers stay, so nobody has to be woken.
pub async fn forget_who(cx: &mut Writer, visitors: &[VisitorId]) -> Result<()> {
    let filter = Filter::new("UPDATE article_feedback SET visitor_id = NULL WHERE ")
        .any_of("visitor_id", visitors.iter().copied());
    cx.write_unnoticed("article_feedback").filter(filter).execute().await?;
    Ok(())
}
