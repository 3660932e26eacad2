//! What a conversation shows: the stored messages, then the ones still on their way, in groups and days. No browser here.

use crate::rows::Message;
use client::outbox::Attached;
use shared::Millis;
use std::rc::Rc;

/// Messages of one sender that are this close together stand in one group.
const GROUP: Millis = 5 * 60_000;

/// How far an own message got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Somebody else's: nothing to show.
    Theirs,
    /// In the outbox.
    Waiting,
    /// The server refused it.
    Failed,
    Sent,
    /// The team has read it.
    Read,
}

/// A message that the outbox holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    pub client_message_id: String,
    pub content: String,
    pub files: Vec<Attached>,
    pub created_at: Millis,
    pub state: Delivery,
}

/// How far the outbox got with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Waiting,
    Failed,
    /// The server has it; the list will show it in a moment.
    Done,
}

/// One line of the list. Its key stays the same from the outbox to the store, so that its element does too.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub key: String,
    /// The first message of a day shows the day above it.
    pub begins_day: bool,
    pub begins_group: bool,
    pub ends_group: bool,
    pub progress: Progress,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Stored(Rc<Message>),
    Pending(Pending),
}

impl Row {
    pub fn at(&self) -> Millis {
        match &self.body {
            Body::Stored(message) => message.created_at,
            Body::Pending(pending) => pending.created_at,
        }
    }

    pub fn is_mine(&self) -> bool {
        self.progress != Progress::Theirs
    }

    /// A line that nobody in particular wrote.
    pub fn is_notice(&self) -> bool {
        matches!(&self.body, Body::Stored(message) if message.is_notice)
    }

    /// Who wrote it, as far as grouping cares.
    fn sender(&self) -> (bool, Option<&str>) {
        match &self.body {
            Body::Stored(message) => (self.is_mine(), message.sender_name.as_deref()),
            Body::Pending(_) => (true, None),
        }
    }
}

/// The lines of a conversation. `day` numbers the days of the visitor's time zone.
pub fn rows(
    stored: &[Rc<Message>],
    pending: &[Pending],
    team_read_seq: i64,
    day: impl Fn(Millis) -> i64,
) -> Vec<Row> {
    let has_arrived = |one: &Pending| {
        stored.iter().any(|row| row.client_message_id.as_ref() == Some(&one.client_message_id))
    };
    let arrived = stored.iter().map(|message| from_stored(message, team_read_seq));
    let waiting = pending.iter().filter(|one| !has_arrived(one)).map(from_pending);
    let mut rows: Vec<Row> = arrived.chain(waiting).collect();
    for i in 0..rows.len() {
        let begins_day = i == 0 || day(rows[i - 1].at()) != day(rows[i].at());
        let begins_group = begins_day || !is_one_group(&rows[i - 1], &rows[i]);
        rows[i].begins_day = begins_day;
        rows[i].begins_group = begins_group;
        rows[i].ends_group = true;
        if i > 0 {
            rows[i - 1].ends_group = begins_group;
        }
    }
    rows
}

fn is_one_group(before: &Row, after: &Row) -> bool {
    before.sender() == after.sender()
        && before.is_notice() == after.is_notice()
        && after.at() - before.at() < GROUP
        && before.progress != Progress::Failed
}

fn from_stored(message: &Rc<Message>, team_read_seq: i64) -> Row {
    let progress = match message.is_own {
        false => Progress::Theirs,
        true if message.seq <= team_read_seq => Progress::Read,
        true => Progress::Sent,
    };
    let key = match &message.client_message_id {
        Some(id) if progress != Progress::Theirs => id.clone(),
        _ => message.id.clone(),
    };
    row(key, progress, Body::Stored(message.clone()))
}

fn from_pending(pending: &Pending) -> Row {
    let progress = match pending.state {
        Delivery::Waiting => Progress::Waiting,
        Delivery::Failed => Progress::Failed,
        Delivery::Done => Progress::Sent,
    };
    row(pending.client_message_id.clone(), progress, Body::Pending(pending.clone()))
}

fn row(key: String, progress: Progress, body: Body) -> Row {
    Row { key, begins_day: false, begins_group: false, ends_group: false, progress, body }
}

/// Puts the newest window over what is known. The window is right about everything from its first message on; if it does
/// not touch what is known, there is a gap, and only the window stays.
pub fn merge(known: &mut Vec<Rc<Message>>, window: Vec<Message>, is_whole: bool) {
    let first = window.first().map_or(i64::MAX, |message| message.seq);
    let newest = known.last().map_or(i64::MAX, |message| message.seq);
    if is_whole || newest < first.saturating_sub(1) {
        known.clear();
    }
    known.retain(|message| message.seq < first);
    known.extend(window.into_iter().map(Rc::new));
}

/// Puts an earlier window before what is known.
pub fn prepend(known: &mut Vec<Rc<Message>>, earlier: Vec<Message>) {
    let first = known.first().map_or(i64::MAX, |message| message.seq);
    let earlier = earlier.into_iter().filter(|message| message.seq < first).map(Rc::new);
    known.splice(0..0, earlier);
}

#[cfg(test)]
mod tests {
    use super::*;
    use client::codec::{Json, Looked};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const DAY: Millis = 86_400_000;
    const ID: &str = "67e5504410b1426f9247bb680e5fe0c8";

    fn listed(seq: i64, sender: &str, at: Millis, key: Option<&str>) -> Message {
        let mut json = serde_json::json!({
            "_id": format!("{seq:032x}"), "_creationTime": at, "conversationId": ID, "seq": seq, "rev": 1,
            "senderType": sender, "senderKind": "user", "kind": "text", "content": "Hello", "blocks": [],
            "createdAt": at, "attachments": [], "senderId": ID,
        });
        if sender == "agent" {
            json["senderName"] = "Ben".into();
        }
        if let Some(key) = key {
            json["clientMessageId"] = key.into();
        }
        Looked::from(Json::parse(&json.to_string()).unwrap()).into()
    }

    fn pending(key: &str, at: Millis) -> Pending {
        Pending {
            client_message_id: key.into(),
            content: "Hi".into(),
            files: Vec::new(),
            created_at: at,
            state: Delivery::Waiting,
        }
    }

    fn shown(stored: &[Message], waiting: &[Pending], read: i64) -> Vec<Row> {
        let stored: Vec<_> = stored.iter().cloned().map(Rc::new).collect();
        rows(&stored, waiting, read, |at| at / DAY)
    }

    #[test]
    fn a_pending_message_that_arrived_is_shown_once_under_the_same_key() {
        let rows = shown(&[listed(1, "visitor", 10, Some("k1"))], &[pending("k1", 9), pending("k2", 20)], 0);
        let keys: Vec<_> = rows.iter().map(|row| (row.key.as_str(), row.progress)).collect();
        assert_eq!(keys, [("k1", Progress::Sent), ("k2", Progress::Waiting)]);
    }

    #[test]
    fn own_messages_are_read_up_to_the_teams_mark() {
        let stored =
            [listed(1, "visitor", 0, None), listed(2, "agent", 1, None), listed(3, "visitor", 2, None)];
        let progress: Vec<_> = shown(&stored, &[], 2).iter().map(|row| row.progress).collect();
        assert_eq!(progress, [Progress::Read, Progress::Theirs, Progress::Sent]);
    }

    #[test]
    fn a_day_and_a_pause_and_another_sender_begin_a_group() {
        let stored = [
            listed(1, "agent", DAY - 10, None),
            listed(2, "agent", DAY - 5, None),
            listed(3, "agent", DAY + 5, None),
            listed(4, "agent", DAY + 5 + GROUP, None),
            listed(5, "visitor", DAY + 6 + GROUP, None),
        ];
        let rows = shown(&stored, &[], 0);
        let of = |claim: fn(&Row) -> bool| rows.iter().map(claim).collect::<Vec<_>>();
        assert_eq!(of(|row| row.begins_day), [true, false, true, false, false]);
        assert_eq!(of(|row| row.begins_group), [true, false, true, true, true]);
        assert_eq!(of(|row| row.ends_group), [false, true, true, true, true]);
    }

    #[test]
    fn a_window_replaces_its_own_range_and_a_gap_drops_what_is_before_it() {
        let seqs = |known: &[Rc<Message>]| known.iter().map(|one| one.seq).collect::<Vec<_>>();
        let window = |range: std::ops::Range<i64>| range.map(|seq| listed(seq, "agent", seq, None)).collect();
        let mut known: Vec<Rc<Message>> = Vec::new();
        merge(&mut known, window(1..5), false);
        merge(&mut known, window(3..7), false);
        assert_eq!(seqs(&known), [1, 2, 3, 4, 5, 6]);
        merge(&mut known, window(7..9), false);
        assert_eq!(seqs(&known), [1, 2, 3, 4, 5, 6, 7, 8]);
        merge(&mut known, window(20..22), false);
        assert_eq!(seqs(&known), [20, 21]);
        prepend(&mut known, window(18..21));
        assert_eq!(seqs(&known), [18, 19, 20, 21]);
        merge(&mut known, Vec::new(), true);
        assert!(known.is_empty());
    }
}
