//! Tooltips (functions-engagement.md §12). Writes `tooltips`.

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Writer},
    domain::{
        articles,
        owned::{self, Order, Owned, topics},
        patterns, segments,
        visitors::Known,
    },
};
use shared::{
    Error, Millis,
    audience::Audience,
    engagement::{Pages, Trigger},
    id::{TooltipId, WorkspaceId},
    limits,
    permissions::Permission,
    tooltips::{Create, Get, GetAvailableTooltips, List, Remove, Tooltip, Update},
    tour_steps::{SelectorQuality, check_selector},
    widget_sessions::Success,
};
use sqlx::types::Json;

/// The columns of a [`Tooltip`].
const COLUMNS: &str =
    "id, created_at AS creation_time, workspace_id, name, element_selector, selector_quality, content, trigger_type, audience_rules,
         triggers, created_at, updated_at";

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<Get>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .query::<GetAvailableTooltips>();
}

impl Owned for Tooltip {
    type Id = TooltipId;
    const TABLE: &'static str = "tooltips";
    const COLUMNS: &'static str = COLUMNS;
    const NOUN: &'static str = "Tooltip";
    const PERMISSION: Permission = Permission::SettingsWorkspace;
    const ORDER: Order = Order::LastChangedFirst;

    fn id(&self) -> TooltipId {
        self.id
    }
    fn workspace(&self) -> WorkspaceId {
        self.workspace_id
    }
    fn at(&self) -> Millis {
        self.updated_at
    }
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Tooltip>> {
        cx.agent(self.workspace_id, Permission::SettingsWorkspace).await?;
        let most = self.limit.unwrap_or(200).clamp(1, 1000);
        owned::list(cx, self.workspace_id, self.after, most, |rows| rows).await
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Tooltip>> {
        owned::get(cx, self.id).await
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<TooltipId> {
        cx.agent(self.workspace_id, Permission::SettingsWorkspace).await?;
        segments::check_audience(cx, self.workspace_id, self.audience_rules.as_ref()).await?;
        let (id, now) = (TooltipId(cx.new_id()?), cx.now());
        let tooltip = Tooltip {
            id,
            creation_time: now,
            workspace_id: self.workspace_id,
            name: self.name,
            element_selector: self.element_selector.trim().to_owned(),
            selector_quality: self.selector_quality,
            content: self.content,
            trigger_type: self.trigger_type,
            audience_rules: self
                .audience_rules
                .as_ref()
                .map(serde_json::to_value::<&Audience>)
                .transpose()?,
            triggers: self.triggers,
            created_at: now,
            updated_at: now,
        };
        check(&tooltip)?;
        cx.write(topics::<Tooltip>(tooltip.workspace_id, id))
            .query(
                "INSERT INTO tooltips
                     (id, workspace_id, name, element_selector, selector_quality, content, trigger_type, audience_rules, triggers,
                      created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
            )
            .bind(id)
            .bind(tooltip.workspace_id)
            .bind(tooltip.name)
            .bind(tooltip.element_selector)
            .bind(tooltip.selector_quality.map(Json))
            .bind(tooltip.content)
            .bind(tooltip.trigger_type)
            .bind(tooltip.audience_rules.map(Json))
            .bind(tooltip.triggers.map(Json))
            .bind(now)
            .execute()
            .await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<TooltipId> {
        let row = held(cx, self.id).await?;
        segments::check_audience(cx, row.workspace_id, self.audience_rules.as_ref()).await?;
        let rules = self.audience_rules.as_ref().map(serde_json::to_value::<&Audience>).transpose()?;
        let selector = self.element_selector.map(|selector| selector.trim().to_owned());
        let after = Tooltip {
            name: self.name.unwrap_or(row.name),
            element_selector: selector.unwrap_or(row.element_selector),
            selector_quality: self.selector_quality.or(row.selector_quality),
            content: self.content.unwrap_or(row.content),
            trigger_type: self.trigger_type.unwrap_or(row.trigger_type),
            audience_rules: rules.or(row.audience_rules),
            triggers: self.triggers.or(row.triggers),
            updated_at: cx.now(),
            ..row
        };
        check(&after)?;
        cx.write(topics::<Tooltip>(after.workspace_id, after.id))
            .query(
                "UPDATE tooltips
                 SET name = $2, element_selector = $3, selector_quality = $4, content = $5, trigger_type = $6, audience_rules = $7,
                     triggers = $8, updated_at = $9
                 WHERE id = $1",
            )
            .bind(after.id)
            .bind(after.name)
            .bind(after.element_selector)
            .bind(after.selector_quality.map(Json))
            .bind(after.content)
            .bind(after.trigger_type)
            .bind(after.audience_rules.map(Json))
            .bind(after.triggers.map(Json))
            .bind(after.updated_at)
            .execute()
            .await?;
        Ok(after.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let row = held(cx, self.id).await?;
        owned::remove(cx, &row).await?;
        Ok(Success::YES)
    }
}

impl Query for GetAvailableTooltips {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Tooltip>> {
        let mismatch = "Not authorized to list tooltips for this visitor";
        let token = self.session_token.as_deref();
        let context = self.trigger_context.unwrap_or_default();
        limits::url("currentUrl", context.current_url.as_deref().unwrap_or_default())?;
        let visitor = articles::visitor_of(cx, self.workspace_id, self.visitor_id, token, mismatch).await?;
        let Some(visitor) = visitor else { return Ok(Vec::new()) };
        let is_member = cx.caller().user_id().is_some();
        let most = self.limit.unwrap_or(300).clamp(1, 1500);
        let mut rows: Vec<Tooltip> = owned::list(cx, self.workspace_id, None, most, |rows| rows).await?;
        let is_met = |trigger: &Trigger| trigger.is_met(&context, Pages::Compared(&patterns::finds));
        rows.retain(|row| row.triggers.as_ref().is_none_or(is_met));
        let known =
            Known::of(cx, &visitor, rows.iter().filter_map(|row| row.audience_rules.as_ref())).await?;
        rows.retain(|row| known.is_meant(row.audience_rules.as_ref()));
        if !is_member {
            rows.iter_mut().for_each(|row| row.audience_rules = None);
        }
        Ok(rows)
    }
}

/// Lets a tooltip stand at another element, for whoever may change it. Errors: INVALID_INPUT.
pub async fn point(
    cx: &mut Writer,
    row: Tooltip,
    selector: String,
    quality: Option<SelectorQuality>,
) -> Result<()> {
    let after =
        Tooltip { element_selector: selector, selector_quality: quality, updated_at: cx.now(), ..row };
    check(&after)?;
    cx.write(topics::<Tooltip>(after.workspace_id, after.id))
        .query(
            "UPDATE tooltips SET element_selector = $2, selector_quality = $3, updated_at = $4 WHERE id = $1",
        )
        .bind(after.id)
        .bind(after.element_selector)
        .bind(after.selector_quality.map(Json))
        .bind(after.updated_at)
        .execute()
        .await?;
    Ok(())
}

/// Lets a tooltip say something else, for whoever may change it. Errors: INVALID_INPUT.
pub async fn write(cx: &mut Writer, row: Tooltip, content: String) -> Result<()> {
    let after = Tooltip { content, updated_at: cx.now(), ..row };
    check(&after)?;
    cx.write(topics::<Tooltip>(after.workspace_id, after.id))
        .query("UPDATE tooltips SET content = $2, updated_at = $3 WHERE id = $1")
        .bind(after.id)
        .bind(after.content)
        .bind(after.updated_at)
        .execute()
        .await?;
    Ok(())
}

/// The tooltip, for a member who changes it; others that do so wait.
async fn held(cx: &mut Writer, id: TooltipId) -> Result<Tooltip> {
    cx.user()?;
    owned::held(cx, id).await
}

/// Whether a workspace has any tooltip.
pub async fn is_any(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    owned::is_any::<Tooltip>(cx, workspace, |rows| rows).await
}

fn check(tooltip: &Tooltip) -> Result<(), Error> {
    limits::title("The name", &tooltip.name)?;
    limits::content("The tooltip", &tooltip.content)?;
    check_element(&tooltip.element_selector, tooltip.selector_quality.as_ref())?;
    patterns::check(tooltip.triggers.as_ref())
}

/// Refuses no selector, and one that is too long. Errors: INVALID_INPUT.
pub fn check_element(selector: &str, quality: Option<&SelectorQuality>) -> Result<(), Error> {
    check_selector(Some(selector), quality)?;
    if selector.is_empty() {
        return Err(Error::invalid("A tooltip needs the selector of its element"));
    }
    Ok(())
}
