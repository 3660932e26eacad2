//! `assignmentRules:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    talk::{NO_ROW, Talk, merged, on_each, refused},
    world::Person,
};
use serde_json::{Value, json};
use shared::{Code, workspace_members::AssignableRole};

impl Talk<'_> {
    /// A rule that gives what contains `word` to somebody.
    async fn rule(&self, word: &str, to: &Person) -> Value {
        let conditions = json!([{"field": "message.content", "operator": "contains", "value": word}]);
        let action = json!({"type": "assign_user", "userId": to.id});
        let args =
            json!({"workspaceId": self.acme, "name": word, "conditions": conditions, "action": action});
        self.call(&self.ben, "assignmentRules:create", args).await.unwrap()
    }

    /// Who has a new conversation of Ana's in which she says this.
    async fn given(&self, content: &str) -> Value {
        let c = self.begun().await;
        self.ana_says(&c, content).await;
        self.row(&c).await["assignedAgentId"].clone()
    }

    async fn rule_names(&self) -> Vec<Value> {
        let args = json!({"workspaceId": self.acme});
        let rules = self.call(&self.ben, "assignmentRules:list", args).await.unwrap();
        rules.as_array().unwrap().iter().map(|rule| rule["name"].clone()).collect()
    }
}

#[tokio::test]
async fn the_first_rule_that_holds_gives_the_conversation_to_its_person() {
    on_each(async |talk: Talk<'_>| {
        let gil = talk.colleague("gil@acme.test", "Gil", AssignableRole::Agent).await;
        let fay = talk.colleague("fay@acme.test", "Fay", AssignableRole::Agent).await;
        let money = talk.rule("money", &gil).await;
        let all = talk.rule("", &fay).await;
        assert_eq!(talk.given("About MONEY").await, json!(gil.id));
        assert_eq!(talk.given("About love").await, json!(fay.id));
        let order = json!({"workspaceId": talk.acme, "ruleIds": [all, money]});
        assert_eq!(talk.call(&talk.ben, "assignmentRules:reorder", order).await.unwrap(), Value::Null);
        assert_eq!(talk.rule_names().await, ["", "money"]);
        assert_eq!(talk.given("About money").await, json!(fay.id));
        talk.call(&talk.ben, "assignmentRules:update", json!({"id": all, "enabled": false})).await.unwrap();
        assert_eq!(talk.given("About money").await, json!(gil.id));
        talk.call(&talk.ben, "assignmentRules:update", json!({"id": all, "enabled": true})).await.unwrap();
        let args = json!({"workspaceId": talk.acme});
        let members = talk.call(&talk.ben, "workspaceMembers:listByWorkspace", args).await.unwrap();
        let members = members.as_array().unwrap();
        let membership =
            members.iter().find(|member| member["userId"] == json!(fay.id)).unwrap()["_id"].clone();
        let leave = json!({"membershipId": membership});
        talk.call(&talk.ben, "workspaceMembers:remove", leave).await.unwrap();
        assert_eq!(talk.given("About money").await, json!(gil.id), "who has left is passed over");
        talk.call(&talk.ben, "assignmentRules:remove", json!({"id": money})).await.unwrap();
        assert_eq!(talk.given("About money").await, Value::Null);
        assert_eq!(talk.rule_names().await, [""]);
    })
    .await;
}

#[tokio::test]
async fn rules_are_weighed_once_and_take_a_conversation_from_nobody() {
    on_each(async |talk: Talk<'_>| {
        let gil = talk.colleague("gil@acme.test", "Gil", AssignableRole::Agent).await;
        talk.rule("money", &gil).await;
        let c = talk.begun().await;
        talk.ana_says(&c, "Hello").await;
        talk.ana_says(&c, "money").await;
        assert_eq!(talk.row(&c).await.get("assignedAgentId"), None, "the first message counts");
        assert_eq!(talk.row(&c).await["firstInboundSeq"], 2);
        let taken = talk.begun().await;
        let vera = talk.vera.user_id().unwrap();
        let args = json!({"id": taken, "agentId": vera});
        talk.call(&talk.ben, "conversations:assign", args).await.unwrap();
        talk.ana_says(&taken, "money").await;
        assert_eq!(talk.row(&taken).await["assignedAgentId"], json!(vera));
    })
    .await;
}

#[tokio::test]
async fn evaluate_tells_the_rule_and_does_nothing() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.ana_says(&c, "money").await;
        let evaluate = async || {
            let args = json!({"conversationId": c});
            talk.call(&talk.ben, "assignmentRules:evaluateRules", args).await.unwrap()
        };
        assert_eq!(evaluate().await, Value::Null);
        let action = json!({"type": "assign_team", "teamId": "billing"});
        let conditions = json!([{"field": "message.content", "operator": "equals", "value": "money"}]);
        let args =
            json!({"workspaceId": talk.acme, "name": "Bills", "conditions": conditions, "action": action});
        let rule = talk.call(&talk.ben, "assignmentRules:create", args).await.unwrap();
        assert_eq!(evaluate().await, json!({"ruleId": rule, "ruleName": "Bills", "action": action}));
        assert_eq!(talk.row(&c).await.get("assignedAgentId"), None);
        assert_eq!(talk.given("money").await, Value::Null, "there are no teams to give it to");
        let none = json!({"conversationId": NO_ROW});
        let answer = talk.call(&talk.ben, "assignmentRules:evaluateRules", none.clone()).await.unwrap();
        assert_eq!(answer, Value::Null);
        talk.is_strict_about("assignmentRules:evaluateRules", none).await;
    })
    .await;
}

#[tokio::test]
async fn a_rule_is_kept_and_refused_for_strangers_and_for_too_much() {
    on_each(async |talk: Talk<'_>| {
        let rule = talk.rule("money", talk.world.viewer()).await;
        talk.clock.advance(1000);
        let change = json!({"id": rule, "name": "Cash", "priority": 7});
        assert_eq!(talk.call(&talk.ben, "assignmentRules:update", change).await.unwrap(), rule);
        let row = talk.call(&talk.ben, "assignmentRules:get", json!({"id": rule})).await.unwrap();
        assert_eq!((&row["name"], &row["priority"], &row["enabled"]), (&json!("Cash"), &json!(7), &json!(true)));
        assert_eq!(row["action"], json!({"type": "assign_user", "userId": talk.vera.user_id().unwrap()}));
        let action = json!({"type": "assign_team"});
        let good = json!({
            "workspaceId": talk.acme, "name": "x", "priority": 1, "enabled": true, "conditions": [], "action": action,
        });
        let to = |user: Value| json!({"action": {"type": "assign_user", "userId": user}});
        for (change, code, words) in [
            (to(json!(talk.cleo.user_id().unwrap())), Code::NotFound, "Agent not found"),
            (to(json!(NO_ROW)), Code::NotFound, "Agent not found"),
            (json!({"action": {"type": "assign_user"}}), Code::InvalidInput, "needs a userId"),
            (json!({"name": "x".repeat(256)}), Code::InvalidInput, "The name is too long"),
        ] {
            let new = merged(&good, &change);
            talk.refuses(&talk.ben, "assignmentRules:create", new, code, words).await;
            let old = merged(&json!({"id": rule}), &change);
            talk.refuses(&talk.ben, "assignmentRules:update", old, code, words).await;
        }
        let theirs = merged(&good, &json!({"workspaceId": talk.globex}));
        let theirs = talk.call(&talk.cleo, "assignmentRules:create", theirs).await.unwrap();
        let order = json!({"workspaceId": talk.acme, "ruleIds": [rule, theirs]});
        let answer = talk.call(&talk.ben, "assignmentRules:reorder", order).await;
        refused(answer, Code::InvalidInput, "Rule does not belong to workspace");
        for (name, args) in [
            ("assignmentRules:update", json!({"id": NO_ROW})),
            ("assignmentRules:remove", json!({"id": NO_ROW})),
            ("assignmentRules:reorder", json!({"workspaceId": talk.acme, "ruleIds": [NO_ROW]})),
        ] {
            let answer = talk.call(&talk.ben, name, args.clone()).await;
            refused(answer, Code::NotFound, "Assignment rule not found");
            talk.is_strict_about(name, args).await;
        }
        talk.is_strict_about("assignmentRules:create", good).await;
        talk.is_strict_about("assignmentRules:get", json!({"id": rule})).await;
        talk.is_strict_about("assignmentRules:list", json!({"workspaceId": talk.acme})).await;
    })
    .await;
}
