//! What must hold of a history, whatever was killed meanwhile.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

/// A message as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub seq: i64,
    pub id: String,
    /// Its `clientMessageId`, if the list says so.
    pub key: Option<String>,
    pub is_inbound: bool,
}

/// A message that the server has said to have.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    pub key: String,
    pub id: String,
}

/// What one live subscriber of a conversation was shown, in its order: windows of the newest messages by number and id.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    pub windows: Vec<Vec<(i64, String)>>,
}

/// All that is known of one conversation when everything is quiet.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    pub acknowledged: Vec<Acknowledged>,
    pub shown: Vec<Shown>,
    /// The list at the end, as each node answers it.
    pub lists: Vec<Vec<Message>>,
    /// Of the conversation's row at the end.
    pub last_seq: i64,
    pub team_read_seq: i64,
    pub unread_by_agent: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    Lost {
        key: String,
    },
    Doubled {
        key: String,
    },
    /// Another message than the acknowledged one has its key.
    Exchanged {
        key: String,
    },
    Gap {
        after: i64,
    },
    NodesDiffer,
    /// A subscriber was shown something that is not so at the end, or was taken something away.
    Reordered {
        subscriber: usize,
        seq: i64,
    },
    WentBack {
        subscriber: usize,
        from: i64,
        to: i64,
    },
    Stale {
        subscriber: usize,
        shown: i64,
        last: i64,
    },
    Unread {
        said: i64,
        counted: i64,
    },
    LastSeq {
        said: i64,
        counted: i64,
    },
    /// A read did not hold a message that had been acknowledged before it began.
    ReadTooOld {
        key: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// Everything that is wrong with a conversation.
pub fn judge(conversation: &Conversation) -> Vec<Problem> {
    let mut problems = Vec::new();
    let Some(list) = conversation.lists.first() else { return vec![Problem::NodesDiffer] };
    if conversation.lists.iter().any(|other| other != list) {
        problems.push(Problem::NodesDiffer);
    }
    for (place, message) in list.iter().enumerate() {
        if message.seq != place as i64 + 1 {
            problems.push(Problem::Gap { after: place as i64 });
            break;
        }
    }
    let mut by_key: HashMap<&str, Vec<&Message>> = HashMap::new();
    for message in list {
        if let Some(key) = &message.key {
            by_key.entry(key).or_default().push(message);
        }
    }
    for (key, found) in &by_key {
        if found.len() > 1 {
            problems.push(Problem::Doubled { key: (*key).to_owned() });
        }
    }
    for acknowledged in &conversation.acknowledged {
        let key = acknowledged.key.clone();
        match by_key.get(key.as_str()).map(|found| &found[..]) {
            None => problems.push(Problem::Lost { key }),
            Some([message]) if message.id != acknowledged.id => problems.push(Problem::Exchanged { key }),
            Some(_) => (),
        }
    }
    let ids: HashMap<i64, &str> = list.iter().map(|message| (message.seq, message.id.as_str())).collect();
    let last = list.last().map_or(0, |message| message.seq);
    for (subscriber, shown) in conversation.shown.iter().enumerate() {
        problems.extend(judge_shown(subscriber, shown, &ids, last));
    }
    let unread = |message: &&Message| message.is_inbound && message.seq > conversation.team_read_seq;
    let counted = list.iter().filter(unread).count() as i64;
    if counted != conversation.unread_by_agent {
        problems.push(Problem::Unread { said: conversation.unread_by_agent, counted });
    }
    if last != conversation.last_seq {
        problems.push(Problem::LastSeq { said: conversation.last_seq, counted: last });
    }
    problems
}

fn judge_shown(subscriber: usize, shown: &Shown, ids: &HashMap<i64, &str>, last: i64) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut newest = 0;
    for window in &shown.windows {
        let is_wrong = |(seq, id): &&(i64, String)| ids.get(seq) != Some(&id.as_str());
        let is_gap = |pair: &[(i64, String)]| pair[0].0 + 1 != pair[1].0;
        let wrong = window.iter().find(is_wrong).map(|(seq, _)| *seq);
        let gap = window.windows(2).find(|pair| is_gap(pair)).map(|pair| pair[0].0);
        if let Some(seq) = wrong.or(gap) {
            problems.push(Problem::Reordered { subscriber, seq });
        }
        let to = window.last().map_or(0, |(seq, _)| *seq);
        if to < newest {
            problems.push(Problem::WentBack { subscriber, from: newest, to });
        }
        newest = newest.max(to);
    }
    let shown = shown.windows.last().and_then(|window| window.last()).map_or(0, |(seq, _)| *seq);
    if shown != last {
        problems.push(Problem::Stale { subscriber, shown, last });
    }
    problems
}

/// The keys of a read that should have held at least these.
pub fn missing(acknowledged: &[Acknowledged], read: &HashSet<String>) -> Option<Problem> {
    let lost = acknowledged.iter().find(|one| !read.contains(&one.id))?;
    Some(Problem::ReadTooOld { key: lost.key.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(seq: i64) -> Message {
        Message { seq, id: format!("id{seq}"), key: Some(format!("key{seq}")), is_inbound: seq % 2 == 1 }
    }

    /// Five messages, of which the team has read two.
    fn good() -> Conversation {
        let list: Vec<Message> = (1..=5).map(message).collect();
        let window =
            |from: i64, to: i64| (from..=to).map(|seq| (seq, format!("id{seq}"))).collect::<Vec<_>>();
        Conversation {
            acknowledged: (1..=5)
                .map(|seq| Acknowledged { key: format!("key{seq}"), id: format!("id{seq}") })
                .collect(),
            shown: vec![Shown { windows: vec![window(1, 2), window(1, 4), window(3, 5)] }],
            lists: vec![list.clone(), list],
            last_seq: 5,
            team_read_seq: 2,
            unread_by_agent: 2,
        }
    }

    #[track_caller]
    fn finds(spoil: impl FnOnce(&mut Conversation), problem: Problem) {
        let mut conversation = good();
        spoil(&mut conversation);
        let found = judge(&conversation);
        assert!(found.contains(&problem), "{found:?} lacks {problem:?}");
    }

    #[test]
    fn a_good_history_has_no_problem() {
        assert_eq!(judge(&good()), []);
    }

    #[test]
    fn everything_that_can_go_wrong_is_found() {
        finds(
            |c| c.lists.iter_mut().for_each(|list| list[4].key = Some("another".into())),
            Problem::Lost { key: "key5".into() },
        );
        finds(
            |c| c.lists.iter_mut().for_each(|list| list[4].key = Some("key4".into())),
            Problem::Doubled { key: "key4".into() },
        );
        finds(|c| c.acknowledged[0].id = "other".into(), Problem::Exchanged { key: "key1".into() });
        finds(|c| c.lists.iter_mut().for_each(|list| drop(list.remove(2))), Problem::Gap { after: 2 });
        finds(|c| drop(c.lists[1].pop()), Problem::NodesDiffer);
        finds(|c| c.shown[0].windows[1].swap(0, 1), Problem::Reordered { subscriber: 0, seq: 2 });
        finds(|c| c.shown[0].windows[1][2].1 = "ghost".into(), Problem::Reordered { subscriber: 0, seq: 3 });
        finds(|c| drop(c.shown[0].windows[1].remove(1)), Problem::Reordered { subscriber: 0, seq: 1 });
        finds(|c| c.shown[0].windows.swap(0, 1), Problem::WentBack { subscriber: 0, from: 4, to: 2 });
        finds(|c| drop(c.shown[0].windows.pop()), Problem::Stale { subscriber: 0, shown: 4, last: 5 });
        finds(|c| c.unread_by_agent = 3, Problem::Unread { said: 3, counted: 2 });
        finds(|c| c.last_seq = 6, Problem::LastSeq { said: 6, counted: 5 });
    }

    #[test]
    fn a_read_that_is_too_old_is_found() {
        let acknowledged = good().acknowledged;
        let read: HashSet<String> = (1..=4).map(|seq| format!("id{seq}")).collect();
        assert_eq!(missing(&acknowledged[..4], &read), None);
        assert_eq!(missing(&acknowledged, &read), Some(Problem::ReadTooOld { key: "key5".into() }));
    }
}
