//! What reports count: ratings, and rows of the AI agent.

use crate::world::World;
use docent::store::Tx;
use serde_json::{Value, json};
use shared::id::{ConversationId, UserId, Uuid};

/// The conversation of an agent is rated now, and open again afterwards.
pub async fn rated(world: &World, conversation: &Value, agent: Option<UserId>, rating: f64) {
    let done = async |name: &str, args: Value| world.call(&world.ben().caller, name, args).await.unwrap();
    done("automationSettings:upsert", json!({"workspaceId": world.acme, "askForRatingEnabled": true})).await;
    done("conversations:assign", json!({"id": conversation, "agentId": agent})).await;
    done("conversations:updateStatus", json!({"id": conversation, "status": "closed"})).await;
    done("reporting:submitCsatResponse", json!({"conversationId": conversation, "rating": rating})).await;
    done("conversations:updateStatus", json!({"id": conversation, "status": "open"})).await;
}

/// What the AI agent answered, now.
#[derive(Clone)]
pub struct Answered {
    pub conversation: ConversationId,
    pub confidence: f64,
    pub feedback: Option<&'static str>,
    pub handed_off: bool,
    pub took: i64,
    pub tokens: Option<i64>,
    pub message: Option<Uuid>,
}

impl Answered {
    pub fn of(conversation: &Value) -> Self {
        let conversation = conversation.as_str().unwrap().parse().unwrap();
        Self {
            conversation,
            confidence: 0.75,
            feedback: None,
            handed_off: false,
            took: 1000,
            tokens: None,
            message: None,
        }
    }

    /// With a message, as each has that its visitor was told.
    pub fn delivered(self) -> Self {
        Self { message: Some(next()), ..self }
    }

    pub async fn stored(self, world: &World) {
        let (acme, now) = (world.acme, world.clock.now());
        let work = move |mut tx: Tx| {
            let row = self.clone();
            async move {
                let done = tx
                    .query(
                        "INSERT INTO ai_responses
                             (id, workspace_id, conversation_id, query, response, sources, confidence, feedback, handed_off,
                              generation_time_ms, tokens_used, model, provider, created_at, message_id)
                         VALUES ($1, $2, $3, 'Where is it?', 'There.', '[]', $4, $5, $6, $7, $8, 'm', 'p', $9, $10)",
                    )
                    .bind(next())
                    .bind(acme)
                    .bind(row.conversation)
                    .bind(row.confidence)
                    .bind(row.feedback)
                    .bind(row.handed_off)
                    .bind(row.took)
                    .bind(row.tokens)
                    .bind(now)
                    .bind(row.message)
                    .execute()
                    .await;
                (tx, done)
            }
        };
        world.app.store().write(work).await.unwrap();
    }
}

/// An id that was not used before.
fn next() -> Uuid {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(COUNT.fetch_add(1, Ordering::Relaxed).into())
}
