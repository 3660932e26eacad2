//! A conversation to test with: Ana the visitor writes, Ben the agent answers, and others who must not.

use crate::world::{Visitor, World, on_each_store};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::{Code, Error};

/// The world, and the callers at hand.
pub struct Talk<'w> {
    pub world: &'w World,
    pub ana: Visitor,
    pub ben: Caller,
    /// Another visitor of the same workspace.
    pub dora: Visitor,
    /// A member who may read and not write.
    pub vera: Caller,
    /// The owner and a visitor of another workspace.
    pub cleo: Caller,
    pub dan: Visitor,
}

impl std::ops::Deref for Talk<'_> {
    type Target = World;
    fn deref(&self) -> &World {
        self.world
    }
}

pub async fn on_each(test: impl AsyncFn(Talk<'_>)) {
    on_each_store(async |world: &World| test(Talk::of(world).await).await).await;
}

/// Somebody without a login; visitors are such, with their token in the arguments.
pub const NOBODY: &Caller = &Caller::NOBODY;

impl<'w> Talk<'w> {
    pub async fn of(world: &'w World) -> Self {
        Self {
            world,
            ana: world.ana().clone(),
            ben: world.ben().caller.clone(),
            dora: world.visitor(world.acme, "dora's tablet").await,
            vera: world.viewer().caller.clone(),
            cleo: world.cleo().caller.clone(),
            dan: world.dan().clone(),
        }
    }
}

impl Talk<'_> {
    /// A visitor who comes back when its session is over.
    pub async fn again(&self, visitor: &Visitor) -> Visitor {
        self.visitor(visitor.workspace, &visitor.session_id).await
    }

    /// Ana begins a conversation: its id.
    pub async fn begun(&self) -> String {
        self.begun_by(&self.ana).await
    }

    pub async fn begun_by(&self, visitor: &Visitor) -> String {
        let args = json!({"workspaceId": visitor.workspace, "sessionToken": visitor.token});
        let row = self.call(NOBODY, "conversations:createForVisitor", args).await.unwrap();
        row["_id"].as_str().unwrap().to_owned()
    }

    pub async fn ana_says(&self, conversation: &str, content: &str) -> String {
        let id =
            self.call(NOBODY, "messages:send", by_visitor(&self.ana, conversation, content)).await.unwrap();
        id.as_str().unwrap().to_owned()
    }

    pub async fn ben_says(&self, conversation: &str, content: &str) -> String {
        let id = self.call(&self.ben, "messages:send", by_agent(conversation, content)).await.unwrap();
        id.as_str().unwrap().to_owned()
    }

    /// The conversation as Ben sees it.
    pub async fn row(&self, conversation: &str) -> Value {
        self.call(&self.ben, "conversations:get", json!({"id": conversation})).await.unwrap()
    }

    /// The messages as Ben sees them.
    pub async fn messages(&self, conversation: &str) -> Vec<Value> {
        let args = json!({"conversationId": conversation});
        let messages = self.call(&self.ben, "messages:list", args).await.unwrap();
        messages.as_array().unwrap().clone()
    }

    /// Moves the clock past the life of every visitor's session.
    pub fn expire_sessions(&self) {
        self.clock.advance(8 * 86_400_000);
    }

    /// Tries arguments that are wrong whoever calls: each must be an argument error.
    pub async fn refuses_arguments(&self, name: &str, good: &Value, wrong: &[Value]) {
        let mut tries: Vec<Value> = wrong.iter().map(|change| merged(good, change)).collect();
        tries.push(merged(good, &json!({"unknown": 1})));
        tries.push(json!([]));
        for key in good.as_object().unwrap().keys() {
            tries.push(merged(good, &json!({key: null})));
        }
        for args in tries {
            let error = self.call(NOBODY, name, args.clone()).await.unwrap_err();
            assert_eq!(error.code, Code::InvalidInput, "{name} {args}");
            assert!(error.message.starts_with("ArgumentValidationError"), "{name} {args}: {error}");
        }
    }
}

pub fn by_visitor(visitor: &Visitor, conversation: &str, content: &str) -> Value {
    json!({
        "conversationId": conversation, "senderId": visitor.id, "senderType": "visitor",
        "content": content, "sessionToken": visitor.token,
    })
}

pub fn by_agent(conversation: &str, content: &str) -> Value {
    json!({"conversationId": conversation, "senderId": "whoever", "senderType": "agent", "content": content})
}

/// `base` with the keys of `change` on top.
pub fn merged(base: &Value, change: &Value) -> Value {
    let mut all = base.as_object().unwrap().clone();
    all.extend(change.as_object().unwrap().clone());
    all.into()
}

/// What a refusal must be.
#[track_caller]
pub fn refused(answer: Result<Value, Error>, code: Code, message: &str) {
    let error = answer.unwrap_err();
    assert_eq!((error.code, error.message.as_str()), (code, message));
}

/// An id that no row has.
pub const NO_ROW: &str = "00000000000040008000000000000001";
