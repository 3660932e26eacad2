//! Everything of one person, and everything of one tour.

use super::{
    diagnostics,
    rows::{self, columns},
};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::visitors::Person,
    store::Filter,
};
use shared::{
    id::{TourId, VisitorId},
    tour_progress::{Diagnostic, Progress},
};

/// Deletes how far visitors are in a tour.
pub async fn remove_of(cx: &mut Writer, tour: TourId) -> Result<()> {
    let visitors: Vec<(VisitorId,)> = cx
        .write_unnoticed("tour_progress_diagnostics")
        .query("DELETE FROM tour_progress_diagnostics WHERE tour_id = $1 RETURNING visitor_id")
        .bind(tour)
        .fetch_all()
        .await?;
    visitors.iter().for_each(|(visitor,)| cx.touch(diagnostics::topic(*visitor)));
    let visitors: Vec<(VisitorId,)> = cx
        .write_unnoticed("tour_progress")
        .query("DELETE FROM tour_progress WHERE tour_id = $1 RETURNING visitor_id")
        .bind(tour)
        .fetch_all()
        .await?;
    visitors.iter().for_each(|(visitor,)| cx.touch(rows::topic(*visitor)));
    Ok(())
}

/// How far these visitors are, oldest first.
pub async fn of(cx: &mut Reader, visitors: &[VisitorId]) -> Result<Vec<Progress>> {
    let topics: Vec<Topic> = visitors.iter().copied().map(rows::topic).collect();
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM tour_progress WHERE "))
        .any_of("visitor_id", visitors.iter().copied())
        .push(" ORDER BY created_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

/// The steps that they could not do, oldest first.
pub async fn troubles_of(cx: &mut Reader, visitors: &[VisitorId]) -> Result<Vec<Diagnostic>> {
    use diagnostics::columns;
    let topics: Vec<Topic> = visitors.iter().copied().map(diagnostics::topic).collect();
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM tour_progress_diagnostics WHERE "))
        .any_of("visitor_id", visitors.iter().copied())
        .push(" ORDER BY created_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

pub async fn erase(cx: &mut Writer, person: &Person) -> Result<()> {
    let topics: Vec<Topic> = person.visitors.iter().copied().map(diagnostics::topic).collect();
    let filter = Filter::new("DELETE FROM tour_progress_diagnostics WHERE ")
        .any_of("visitor_id", person.visitors.clone());
    cx.write(topics).filter(filter).execute().await?;
    let topics: Vec<Topic> = person.visitors.iter().copied().map(rows::topic).collect();
    let filter =
        Filter::new("DELETE FROM tour_progress WHERE ").any_of("visitor_id", person.visitors.clone());
    cx.write(topics).filter(filter).execute().await?;
    Ok(())
}

/// Gives how far one visitor is to another who turned out to be the same person, but for tours that this one has begun itself.
pub async fn reassign(cx: &mut Writer, from: VisitorId, to: VisitorId) -> Result<()> {
    cx.write([rows::topic(from), rows::topic(to)])
        .query(
            "UPDATE tour_progress SET visitor_id = $2
             WHERE visitor_id = $1
               AND NOT EXISTS (
                   SELECT 1 FROM tour_progress same WHERE same.visitor_id = $2 AND same.tour_id = tour_progress.tour_id
               )",
        )
        .bind(from)
        .bind(to)
        .execute()
        .await?;
    cx.write([diagnostics::topic(from), diagnostics::topic(to), rows::topic(from), rows::topic(to)])
        .query(
            "UPDATE tour_progress_diagnostics SET visitor_id = $2
             WHERE visitor_id = $1 AND progress_id IN (SELECT id FROM tour_progress WHERE visitor_id = $2)",
        )
        .bind(from)
        .bind(to)
        .execute()
        .await?;
    Ok(())
}
