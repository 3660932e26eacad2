//! What is suggested: articles to visitors while they write, knowledge and replies to agents (functions-inbox.md §9). Writes
//! `suggestion_feedback`.

mod drafting;
mod feedback;

use crate::{
    core::{Action, Actor, Functions, Limit, Query, Reader, Result},
    domain::{
        ai_agent, automation_settings, conversations,
        knowledge::{self, Asker, Found, Look, MayLook, between},
        messages, rich_text, workspaces,
    },
    store::search::Wanted,
};
use shared::{
    Error, Function,
    ai_agent::ContentType,
    function,
    id::VisitorId,
    messages::SenderKind,
    permissions::Permission,
    suggestions::{
        DraftReply, ForWidget, GetFeedbackStats, GetForConversation, SearchForWidget, SearchSimilar, Similar,
        Suggested, TrackDismissal, TrackUsage,
    },
};

pub use feedback::erase;

/// Articles from which those are taken that a visitor is suggested.
const LOOKED_AT: usize = 20;
/// Characters of a query of a visitor.
const LONGEST: usize = 200;
/// Characters of an excerpt.
const EXCERPT: usize = 200;
/// Messages that say what a conversation is about.
const ABOUT: i64 = 5;

pub fn register(functions: &mut Functions) {
    functions
        .action::<SearchForWidget>()
        .action::<SearchSimilar>()
        .action::<GetForConversation>()
        .action::<DraftReply>()
        .mutation::<TrackUsage>()
        .mutation::<TrackDismissal>()
        .query::<GetFeedbackStats>();
}

/// The visitor who is suggested something, if anybody is, and whether by its meaning. Internal: it has no public name.
#[derive(Clone, Debug)]
struct ByVisitor(SearchForWidget);

impl Function for ByVisitor {
    const NAME: &'static str = "suggestions:byVisitor";
    type Kind = function::Query;
    type Output = Option<(VisitorId, bool)>;
}

impl Query for ByVisitor {
    async fn run(self, cx: &mut Reader) -> Result<Option<(VisitorId, bool)>> {
        let args = self.0;
        let session = cx.visitor(Some(&args.session_token), args.workspace_id).await?;
        if args.visitor_id.is_some_and(|named| named != session.visitor) {
            return Err(Error::not_authorized("Session token does not match visitor").into());
        }
        let workspace = workspaces::by_id(cx, args.workspace_id).await?;
        let workspace = workspace.ok_or_else(workspaces::unknown_workspace)?;
        workspaces::check_origin(cx, &workspace, args.origin.as_deref())?;
        cx.count(Limit::Search, session.visitor.0)?;
        if !automation_settings::chosen(cx, args.workspace_id).await?.suggest_articles_enabled {
            return Ok(None);
        }
        let behaviour = ai_agent::behaviour(cx, args.workspace_id).await?;
        Ok(Some((session.visitor, behaviour.enabled || behaviour.suggestions_enabled)))
    }
}

impl Action for SearchForWidget {
    async fn run(self, cx: &Actor) -> Result<Vec<ForWidget>> {
        let query = self.query.trim().to_lowercase();
        if query.chars().count() < 2 {
            return Ok(Vec::new());
        }
        if query.chars().count() > LONGEST {
            return Err(Error::invalid("Query exceeds max length").into());
        }
        let Some((visitor, uses_meaning)) = cx.query(ByVisitor(self.clone())).await? else {
            return Ok(Vec::new());
        };
        let wanted = Wanted::unfinished(&query);
        let look = Look {
            workspace: self.workspace_id,
            kinds: vec![ContentType::Article],
            query,
            asker: Asker::Writing(visitor),
            most: LOOKED_AT,
        };
        let shown = |found: Found| ForWidget {
            id: found.id,
            snippet: excerpt(&found.text),
            title: found.title,
            score: found.score / 100.0,
        };
        let (mut found, _) = look.run(&cx.app, &cx.caller, uses_meaning).await?;
        found.retain(|found| is_to_the_point(found, wanted.as_ref()));
        Ok(found.into_iter().take(between(self.limit, 3, 5)).map(shown).collect())
    }
}

/// Whether an article is worth the look of somebody who is writing: by its meaning, by a word of its title, or by half of the words. One
/// word in its text says little: "for" is in most.
fn is_to_the_point(found: &Found, wanted: Option<&Wanted>) -> bool {
    let is_in_title = |wanted: &Wanted| wanted.counts(&found.title).iter().any(|count| *count > 0);
    found.is_by_meaning || found.score >= 50.0 || wanted.is_some_and(is_in_title)
}

impl Action for SearchSimilar {
    async fn run(self, cx: &Actor) -> Result<Vec<Similar>> {
        shared::limits::content("The query", &self.query)?;
        let uses_meaning = cx.query(MayLook(self.workspace_id)).await?;
        let all = || vec![ContentType::Article, ContentType::InternalArticle, ContentType::Snippet];
        let mut kinds = self.content_types.unwrap_or_else(all);
        kinds.sort_unstable();
        kinds.dedup();
        let (workspace, most) = (self.workspace_id, between(self.limit, 10, 20));
        let look = Look { workspace, kinds, query: self.query, asker: Asker::Team, most };
        let (found, _) = look.run(&cx.app, &cx.caller, uses_meaning).await?;
        Ok(found.iter().map(similar).collect())
    }
}

/// What a conversation is about, for a member who may be told what is known of it. Internal: it has no public name.
#[derive(Clone, Debug)]
struct About(GetForConversation);

impl Function for About {
    const NAME: &'static str = "suggestions:about";
    type Kind = function::Query;
    type Output = Option<Look>;
}

impl Query for About {
    async fn run(self, cx: &mut Reader) -> Result<Option<Look>> {
        let id = self.0.conversation_id;
        let (row, agent) = conversations::for_agent(cx, id, Permission::ArticlesRead).await?;
        cx.agent(row.workspace_id, Permission::ConversationsRead).await?;
        cx.count(Limit::Search, agent.user.0)?;
        let behaviour = ai_agent::behaviour(cx, row.workspace_id).await?;
        if !behaviour.suggestions_enabled {
            return Ok(None);
        }
        let texts = messages::latest_texts(cx, id, row.last_seq, ABOUT).await?;
        // What the team says, greetings first of all, is not what is asked.
        let texts = texts.into_iter().filter(|text| text.sender_kind == SenderKind::Contact);
        let query: Vec<String> = texts.map(|text| text.content).collect();
        let kinds = knowledge::kinds(&behaviour.knowledge_sources);
        let most = between(self.0.limit, 5, 20);
        let (workspace, query) = (row.workspace_id, query.join("\n"));
        Ok(Some(Look { workspace, kinds, query, asker: Asker::Team, most }))
    }
}

impl Action for GetForConversation {
    async fn run(self, cx: &Actor) -> Result<Vec<Suggested>> {
        let Some(look) = cx.query(About(self)).await? else { return Ok(Vec::new()) };
        let (found, meaning) = look.run(&cx.app, &cx.caller, true).await?;
        let model = meaning.map(|meaning| meaning.model);
        let suggested = |found: Found| Suggested {
            similar: similar(&found),
            embedding_model: model.clone().filter(|_| found.is_by_meaning),
            content: found.text,
        };
        Ok(found.into_iter().map(suggested).collect())
    }
}

fn similar(found: &Found) -> Similar {
    Similar {
        id: found.id,
        kind: found.kind,
        title: found.title.clone(),
        snippet: excerpt(&found.text),
        score: found.score / 100.0,
    }
}

/// The beginning of a text, without its markup.
fn excerpt(text: &str) -> String {
    let plain = shared::rich_text::plain(&rich_text::parse(text));
    match plain.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}...", &plain[..end]),
        None => plain,
    }
}
