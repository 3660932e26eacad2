//! The steps of tours (functions-engagement.md §4). Writes `tour_steps`.

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::tours,
    store::Filter,
};
use shared::{
    Error,
    id::{TourId, TourStepId, WorkspaceId},
    tour_steps::{
        AdvanceOn, Create, List, MOST_STEPS, Position, Remove, Reorder, SelectorQuality, Size, Step, Update,
    },
    tours::Tour,
    widget_sessions::Success,
};
use sqlx::types::Json;
use std::collections::{BTreeSet, HashMap};

/// The columns of a [`Step`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, tour_id, kind, place, title, content, element_selector, placement,
         size, advance_on, route_path, selector_quality, custom_button_text, media_url, media_type, created_at, updated_at"
    };
}

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .mutation::<Reorder>();
}

/// The steps of a tour, and all of a workspace.
fn topics(workspace: WorkspaceId, tour: TourId) -> [Topic; 2] {
    [Topic::new("tour_steps", tour.0), Topic::new("tour_steps", workspace.0)]
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Step>> {
        let tour = tours::for_agent(cx, self.tour_id).await?;
        of_tour(cx, tour.id).await
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<TourStepId> {
        let tour = tours::for_agent(cx, self.tour_id).await?;
        add(cx, &tour, self, None).await
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<TourStepId> {
        let tour = tour_for_agent(cx, self.id).await?;
        change(cx, tour, self).await
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let tour = tour_for_agent(cx, self.id).await?;
        remove(cx, tour, self.id).await
    }
}

impl Mutation for Reorder {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let tour = tours::for_agent(cx, self.tour_id).await?;
        reorder(cx, &tour, self.step_ids).await
    }
}

/// A selector or route without the blanks around it; a blank one is none.
fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The tour of a step, for a member who may change it.
async fn tour_for_agent(cx: &mut Writer, id: TourStepId) -> Result<TourId> {
    cx.user()?;
    let step = by_id(cx, id).await?.ok_or_else(|| Error::not_found("Step"))?;
    Ok(tours::for_agent(cx, step.tour_id).await?.id)
}

/// Adds a step behind another one, or behind the last, for whoever may change the tour. Errors: those of [`Create`], "Step not found",
/// "Step does not belong to this tour".
pub async fn add(cx: &mut Writer, tour: &Tour, new: Create, after: Option<TourStepId>) -> Result<TourStepId> {
    tours::hold(cx, tour.id).await?;
    let steps = of_tour(cx, tour.id).await?;
    if steps.len() as i64 >= MOST_STEPS {
        return Err(Error::invalid(format!("A tour has at most {MOST_STEPS} steps")).into());
    }
    let before = match after {
        Some(after) => Some(of_this_tour(cx, tour.id, after).await?),
        None => steps.into_iter().next_back(),
    };
    let (id, now) = (TourStepId(cx.new_id()?), cx.now());
    let step = Step {
        id,
        creation_time: now,
        workspace_id: tour.workspace_id,
        tour_id: tour.id,
        kind: new.kind,
        order: before.map_or(0, |before| before.order + 1),
        title: new.title,
        content: new.content,
        element_selector: filled(new.element_selector),
        placement: new.position.unwrap_or(Position::Auto),
        size: new.size.unwrap_or(Size::Small),
        advance_on: new.advance_on.unwrap_or(AdvanceOn::Click),
        route_path: filled(new.route_path),
        selector_quality: new.selector_quality,
        custom_button_text: new.custom_button_text,
        media_url: filled(new.media_url),
        media_type: new.media_type,
        created_at: now,
        updated_at: now,
    };
    step.check()?;
    if after.is_some() {
        shift(cx, &step, 1).await?;
    }
    insert(cx, &step).await?;
    Ok(id)
}

/// Changes a step of a tour, for whoever may change that. Errors: those of [`Update`], "Step does not belong to this tour".
pub async fn change(cx: &mut Writer, tour: TourId, to: Update) -> Result<TourStepId> {
    tours::hold(cx, tour).await?;
    let before = of_this_tour(cx, tour, to.id).await?;
    let or_kept = |given: Option<String>, kept: &Option<String>| match given {
        Some(given) => filled(Some(given)),
        None => kept.clone(),
    };
    let after = Step {
        kind: to.kind.unwrap_or(before.kind),
        content: to.content.unwrap_or_else(|| before.content.clone()),
        title: to.title.or_else(|| before.title.clone()),
        element_selector: or_kept(to.element_selector, &before.element_selector),
        placement: to.position.unwrap_or(before.placement),
        size: to.size.unwrap_or(before.size),
        advance_on: to.advance_on.unwrap_or(before.advance_on),
        route_path: or_kept(to.route_path, &before.route_path),
        selector_quality: to.selector_quality.or_else(|| before.selector_quality.clone()),
        custom_button_text: to.custom_button_text.or_else(|| before.custom_button_text.clone()),
        media_url: or_kept(to.media_url, &before.media_url),
        media_type: to.media_type.or(before.media_type),
        updated_at: cx.now(),
        ..before
    };
    let id = after.id;
    save(cx, after).await?;
    Ok(id)
}

/// Removes a step of a tour, for whoever may change that; the later ones move up. Errors: "Step not found", "Step does not belong to this
/// tour".
pub async fn remove(cx: &mut Writer, tour: TourId, id: TourStepId) -> Result<Success> {
    tours::hold(cx, tour).await?;
    let step = of_this_tour(cx, tour, id).await?;
    cx.write(topics(step.workspace_id, step.tour_id))
        .query("DELETE FROM tour_steps WHERE id = $1")
        .bind(step.id)
        .execute()
        .await?;
    shift(cx, &step, -1).await?;
    Ok(Success::YES)
}

/// Puts the steps of a tour into this order, for whoever may change it. Errors: INVALID_INPUT unless each step is named once, and no other.
pub async fn reorder(cx: &mut Writer, tour: &Tour, ids: Vec<TourStepId>) -> Result<Success> {
    tours::hold(cx, tour.id).await?;
    let own: BTreeSet<TourStepId> = of_tour(cx, tour.id).await?.iter().map(|step| step.id).collect();
    let named: BTreeSet<TourStepId> = ids.iter().copied().collect();
    if own != named || named.len() != ids.len() {
        let words = "The order names each step of the tour once, and no other";
        return Err(Error::invalid(words).into());
    }
    for (place, id) in ids.into_iter().enumerate() {
        cx.write(topics(tour.workspace_id, tour.id))
            .query("UPDATE tour_steps SET place = $2 WHERE id = $1")
            .bind(id)
            .bind(place as i64)
            .execute()
            .await?;
    }
    Ok(Success::YES)
}

/// Moves the steps from a step's place on by so many places.
async fn shift(cx: &mut Writer, from: &Step, by: i64) -> Result<()> {
    cx.write(topics(from.workspace_id, from.tour_id))
        .query("UPDATE tour_steps SET place = place + $3 WHERE tour_id = $1 AND place >= $2")
        .bind(from.tour_id)
        .bind(from.order)
        .bind(by)
        .execute()
        .await?;
    Ok(())
}

/// Where an author has pointed to.
pub struct Pointed {
    pub selector: String,
    pub quality: Option<SelectorQuality>,
    /// The step's route stays without one.
    pub route: Option<String>,
}

/// Lets a step point elsewhere, for whoever may change its tour. Errors: "Step not found", "Step does not belong to this tour", those of
/// [`Step::check`].
pub async fn point(cx: &mut Writer, tour: TourId, id: TourStepId, at: Pointed) -> Result<()> {
    tours::hold(cx, tour).await?;
    let before = of_this_tour(cx, tour, id).await?;
    let after = Step {
        element_selector: filled(Some(at.selector)),
        selector_quality: at.quality,
        route_path: filled(at.route).or_else(|| before.route_path.clone()),
        updated_at: cx.now(),
        ..before
    };
    save(cx, after).await
}

/// A step of a tour. Errors: "Step not found", "Step does not belong to this tour".
pub async fn of_this_tour(cx: &mut Reader, tour: TourId, id: TourStepId) -> Result<Step> {
    let step = by_id(cx, id).await?.ok_or_else(|| Error::not_found("Step"))?;
    if step.tour_id != tour {
        return Err(Error::not_authorized("Step does not belong to this tour").into());
    }
    Ok(step)
}

async fn by_id(cx: &mut Reader, id: TourStepId) -> Result<Option<Step>> {
    let row = cx.read(Topic::new("tour_steps", id.0)).query(concat!(
        "SELECT ",
        columns!(),
        " FROM tour_steps WHERE id = $1"
    ));
    Ok(row.bind(id).fetch_optional().await?)
}

/// The steps of a tour in their order.
pub async fn of_tour(cx: &mut Reader, tour: TourId) -> Result<Vec<Step>> {
    let rows = cx.read(Topic::new("tour_steps", tour.0)).query(concat!(
        "SELECT ",
        columns!(),
        " FROM tour_steps WHERE tour_id = $1 ORDER BY place, id"
    ));
    Ok(rows.bind(tour).fetch_all().await?)
}

/// The steps of some tours of a workspace, in their order.
pub async fn of_tours(
    cx: &mut Reader,
    workspace: WorkspaceId,
    tours: impl Iterator<Item = TourId>,
) -> Result<HashMap<TourId, Vec<Step>>> {
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM tour_steps WHERE "))
        .any_of("tour_id", tours)
        .push(" ORDER BY tour_id, place, id");
    let rows: Vec<Step> = cx.read(Topic::new("tour_steps", workspace.0)).filter(filter).fetch_all().await?;
    let mut steps: HashMap<TourId, Vec<Step>> = HashMap::new();
    for step in rows {
        steps.entry(step.tour_id).or_default().push(step);
    }
    Ok(steps)
}

/// Gives another tour a copy of every step.
pub async fn copy(cx: &mut Writer, from: &Tour, to: TourId) -> Result<()> {
    let now = cx.now();
    for step in of_tour(cx, from.id).await? {
        let id = TourStepId(cx.new_id()?);
        insert(cx, &Step { id, tour_id: to, created_at: now, updated_at: now, ..step }).await?;
    }
    Ok(())
}

pub async fn remove_of(cx: &mut Writer, tour: &Tour) -> Result<()> {
    cx.write(topics(tour.workspace_id, tour.id))
        .query("DELETE FROM tour_steps WHERE tour_id = $1")
        .bind(tour.id)
        .execute()
        .await?;
    Ok(())
}

/// Stores a step that was changed, if it is one that can be.
async fn save(cx: &mut Writer, after: Step) -> Result<()> {
    after.check()?;
    cx.write(topics(after.workspace_id, after.tour_id))
        .query(
            "UPDATE tour_steps
             SET kind = $2, content = $3, title = $4, element_selector = $5, placement = $6, size = $7, advance_on = $8,
                 route_path = $9, selector_quality = $10, custom_button_text = $11, media_url = $12, media_type = $13,
                 updated_at = $14
             WHERE id = $1",
        )
        .bind(after.id)
        .bind(after.kind)
        .bind(after.content)
        .bind(after.title)
        .bind(after.element_selector)
        .bind(after.placement)
        .bind(after.size)
        .bind(after.advance_on)
        .bind(after.route_path)
        .bind(after.selector_quality.map(Json))
        .bind(after.custom_button_text)
        .bind(after.media_url)
        .bind(after.media_type)
        .bind(after.updated_at)
        .execute()
        .await?;
    Ok(())
}

async fn insert(cx: &mut Writer, step: &Step) -> Result<()> {
    cx.write(topics(step.workspace_id, step.tour_id))
        .query(
            "INSERT INTO tour_steps
                 (id, workspace_id, tour_id, kind, place, title, content, element_selector, placement, size, advance_on, route_path,
                  selector_quality, custom_button_text, media_url, media_type, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)",
        )
        .bind(step.id)
        .bind(step.workspace_id)
        .bind(step.tour_id)
        .bind(step.kind)
        .bind(step.order)
        .bind(step.title.clone())
        .bind(step.content.clone())
        .bind(step.element_selector.clone())
        .bind(step.placement)
        .bind(step.size)
        .bind(step.advance_on)
        .bind(step.route_path.clone())
        .bind(step.selector_quality.clone().map(Json))
        .bind(step.custom_button_text.clone())
        .bind(step.media_url.clone())
        .bind(step.media_type)
        .bind(step.created_at)
        .execute()
        .await?;
    Ok(())
}
