//! The demo workspace's help centre and its form for tickets.

use crate::core::{App, Caller, Error};
use shared::{
    articles, collections,
    id::{CollectionId, WorkspaceId},
    ticket_forms::{self, Field, FieldType},
};

/// A title and its text.
type Article = (&'static str, &'static str);

/// Collections: icon, name, description and articles.
const COLLECTIONS: [(&str, &str, &str, &[Article]); 2] = [
    (
        "🚲",
        "Your bicycle",
        "Sizes, care and what to do when something squeaks.",
        &[
            (
                "Find the right frame size",
                "Stand against a wall without shoes and measure the height of your step.\n\n- up to 78 cm: **S**\n- 79 to 84 cm: **M**\n- from 85 cm: **L**\n\n\
                 Between two sizes, take the smaller one for the city and the larger one for long tours.",
            ),
            (
                "Oil the chain",
                "A dry chain wears out in half the time.\n\n## What you need\n\n- a cloth\n- chain oil, *not* kitchen oil\n\n\
                 ## How it is done\n\n1. Wipe the chain until the cloth stays clean.\n2. Turn the pedals backwards and let one drop fall \
                 on each link.\n3. Wait five minutes and wipe off the rest.\n\n> Every 300 km, or after each ride in the rain.",
            ),
            (
                "Store it over winter",
                "Dry, with air in the tyres, and the battery at half its charge and above 10 °C.",
            ),
        ],
    ),
    (
        "📦",
        "Orders and delivery",
        "Where it is, how it comes, how it goes back.",
        &[
            (
                "How long does delivery take?",
                "We build your bicycle when you order it. It leaves the workshop after **10 working days** and is with you two days \
                 later.\n\nYou get a mail with a link to follow it.",
            ),
            (
                "Return a bicycle",
                "You have 30 days. Write to us, or open a ticket with your order's number, and we pick it up where you are.",
            ),
        ],
    ),
];

/// Fills both.
pub async fn fill(app: &App, ben: &Caller, workspace: WorkspaceId) -> Result<(), Error> {
    for (icon, name, description, list) in COLLECTIONS {
        let collection = collections::Create {
            workspace_id: workspace,
            name: name.into(),
            description: Some(description.into()),
            icon: Some(icon.into()),
            parent_id: None,
        };
        let collection = app.mutate(ben, collection).await?.value;
        for (title, content) in list {
            publish(app, ben, workspace, collection, title, content).await?;
        }
    }
    app.mutate(ben, form(workspace)).await?;
    Ok(())
}

async fn publish(
    app: &App,
    ben: &Caller,
    workspace_id: WorkspaceId,
    collection: CollectionId,
    title: &str,
    content: &str,
) -> Result<(), Error> {
    let article = articles::Create {
        workspace_id,
        title: title.into(),
        content: content.into(),
        collection_id: Some(collection),
        visibility: None,
        tags: None,
        author_id: None,
    };
    let id = app.mutate(ben, article).await?.value;
    app.mutate(ben, articles::Publish { id }).await?;
    Ok(())
}

fn form(workspace_id: WorkspaceId) -> ticket_forms::Create {
    let field = |id: &str, kind, label: &str, required| Field {
        id: id.into(),
        kind,
        label: label.into(),
        placeholder: None,
        required,
        options: None,
    };
    let what = ["A repair", "A return", "Something else"].map(str::to_owned).to_vec();
    let fields = vec![
        field("subject", FieldType::Text, "Subject", true),
        Field { options: Some(what), ..field("what", FieldType::Select, "What is it about?", true) },
        field("order", FieldType::Text, "Order number", false),
        field("description", FieldType::Textarea, "What happened?", true),
    ];
    ticket_forms::Create {
        workspace_id,
        name: "Workshop".into(),
        description: Some("We look at each ticket the same day.".into()),
        fields,
        is_default: Some(true),
    }
}
