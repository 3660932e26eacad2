//! Everything of one person.

use super::{Status, sweeping::GRACE, topic};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::visitors::Person,
    store::Filter,
};
use shared::{
    Millis,
    id::{AttachmentId, IdentityId},
    visitors::privacy::ExportedFile,
};

/// A file, and who uploaded it.
#[derive(sqlx::FromRow)]
struct Row {
    id: AttachmentId,
    uploaded_by_id: Option<IdentityId>,
    file_name: Option<String>,
    mime_type: Option<String>,
    size: Option<i64>,
    created_at: Millis,
}

/// What a person uploaded, and what others put into its conversations and tickets, oldest first.
async fn of(cx: &mut Reader, person: &Person) -> Result<Vec<Row>> {
    let filter = Filter::new(
        "SELECT media.id, media.uploaded_by_id, media.file_name, media.mime_type, media.size, media.created_at
         FROM media
         LEFT JOIN messages ON messages.id = media.message_id
         LEFT JOIN ticket_comments ON ticket_comments.id = media.ticket_comment_id
         LEFT JOIN tickets ON tickets.id = media.ticket_id OR tickets.id = ticket_comments.ticket_id
         WHERE media.workspace_id = ",
    )
    .bind(person.visitor.workspace_id)
    .push(" AND media.status <> 'removed' AND (")
    .any_of("media.uploaded_by_id", person.identities())
    .push(" OR ")
    .any_of("messages.conversation_id", person.conversations())
    .push(" OR ")
    .any_of("tickets.visitor_id", person.visitors.clone())
    .push(" OR ")
    .any_of("tickets.conversation_id", person.conversations())
    .push(") ORDER BY media.created_at, media.id");
    let workspace = person.visitor.workspace_id.0;
    let topics =
        ["media", "messages", "ticket_comments", "tickets"].map(|table| Topic::new(table, workspace));
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

/// The files themselves are behind links.
pub async fn of_person(cx: &mut Reader, person: &Person) -> Result<Vec<ExportedFile>> {
    let rows = of(cx, person).await?;
    let exported = |row: Row| ExportedFile {
        id: row.id,
        file_name: row.file_name,
        mime_type: row.mime_type,
        size: row.size,
        is_own: row.uploaded_by_id.is_some_and(|id| person.identities().any(|own| own == id)),
        created_at: row.created_at,
        url: cx.app().link(row.id),
    };
    Ok(rows.into_iter().map(exported).collect())
}

/// Takes the files from whatever they go with; their bytes are due at once. Answers how many that were.
pub async fn erase(cx: &mut Writer, person: &Person) -> Result<u64> {
    let rows = of(cx, person).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let due = cx.now() - GRACE;
    let topics: Vec<Topic> = rows.iter().map(|row| topic(row.id)).collect();
    let filter = Filter::new(
        "UPDATE media
         SET uploaded_by_id = NULL, file_name = NULL, mime_type = NULL, ticket = NULL, message_id = NULL, ticket_id = NULL,
             ticket_comment_id = NULL, status = ",
    )
    .bind(Status::Removed)
    .push(", expires_at = ")
    .bind(due)
    .push(" WHERE ")
    .any_of("id", rows.iter().map(|row| row.id));
    Ok(cx.write(topics).filter(filter).execute().await?)
}
