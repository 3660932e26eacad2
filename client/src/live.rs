//! Live queries as signals. Identical ones (same function, same arguments) share one subscription on the wire.

use crate::{
    call::unreachable,
    closure::Tell,
    codec::{self, Json, Looked},
    connection::{Answer, Connection},
    dom::{at_end, effect},
    var::Var,
    wire::QueryId,
};
use futures_channel::oneshot;
use reactive_graph::graph::untrack;
use serde::{Serialize, de::DeserializeOwned};
use shared::{Error, Function, function};
use std::{cell::RefCell, rc::Rc};

/// What is known of a live query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded<T> {
    /// Nothing yet, or nothing is asked for.
    Waiting,
    Ready(T),
    Failed(Error),
}

/// A live query's newest result as a signal; it keeps the last one while the server cannot be reached.
pub struct Live<T: 'static>(Var<Loaded<T>>);

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Live<T> {}

impl<T: Clone + 'static> Live<T> {
    pub fn get(&self) -> Loaded<T> {
        self.0.get()
    }

    /// The value, once there is one.
    pub fn value(&self) -> Option<T> {
        self.with_value(T::clone)
    }

    /// The value, without reacting to its changes.
    pub fn value_untracked(&self) -> Option<T> {
        untrack(|| self.value())
    }

    /// The error of a query that was refused.
    pub fn error(&self) -> Option<Error> {
        self.with(|loaded| match loaded {
            Loaded::Failed(error) => Some(error.clone()),
            _ => None,
        })
    }

    pub fn is_waiting(&self) -> bool {
        self.with(|loaded| matches!(loaded, Loaded::Waiting))
    }

    /// Looks at the result without copying it.
    pub fn with<U>(&self, look: impl FnOnce(&Loaded<T>) -> U) -> U {
        self.0.with(look)
    }

    /// Looks at the value without copying it.
    pub fn with_value<U>(&self, look: impl FnOnce(&T) -> U) -> Option<U> {
        self.with(|loaded| match loaded {
            Loaded::Ready(value) => Some(look(value)),
            _ => None,
        })
    }
}

/// See [`Client::live`](crate::Client::live).
pub fn live<F, T>(connection: Rc<Connection>, function: impl Fn() -> Option<F> + 'static) -> Live<T>
where
    F: Function<Kind = function::Query> + Serialize,
    T: DeserializeOwned + PartialEq + 'static,
{
    live_json(connection, F::NAME, Box::new(move || function().map(|function| codec::write(&function))))
}

/// Of an answer that is looked up key by key, with arguments that are JSON already.
pub fn looked(
    connection: Rc<Connection>,
    name: &'static str,
    args: Box<dyn Tell<Option<Json>>>,
) -> Live<Looked> {
    live_json(connection, name, args)
}

/// Of every function whose answer is read as `T`: compiled once for each `T` and not for each function.
fn live_json<T>(connection: Rc<Connection>, name: &'static str, args: Box<dyn Tell<Option<Json>>>) -> Live<T>
where
    T: DeserializeOwned + PartialEq + 'static,
{
    let newest = Var::new(Loaded::Waiting);
    let show = move |answer: Option<&Answer>| {
        let loaded = match answer.map(|answer| answer.as_ref().map_err(Error::clone).and_then(codec::read)) {
            None => Loaded::Waiting,
            Some(Ok(value)) => Loaded::Ready(value),
            Some(Err(error)) => Loaded::Failed(error),
        };
        newest.set_if_other(loaded);
    };
    follow(connection, name, args, Rc::new(show));
    Live(newest)
}

/// Shows a result; none means that there is none yet.
type Show = Rc<dyn Fn(Option<&Answer>)>;

/// Keeps the subscription that the arguments name. Without type parameters, so that it is compiled once and not for
/// every function.
fn follow(connection: Rc<Connection>, name: &'static str, args: Box<dyn Tell<Option<Json>>>, show: Show) {
    effect(move || match args.tell() {
        None => show(None),
        Some(args) => {
            let (watch, newest) = watch(&connection, name, args, show.clone());
            show(newest.as_ref());
            at_end(move || drop(watch));
        }
    });
}

/// The first answer of a query, for which it is subscribed to no longer than that takes.
pub async fn once(connection: &Rc<Connection>, name: &'static str, args: Json) -> Answer {
    let (sender, answered) = oneshot::channel();
    let sender = RefCell::new(Some(sender));
    let show = move |answer: Option<&Answer>| {
        if let (Some(answer), Some(sender)) = (answer, sender.take()) {
            // The caller may have stopped to wait.
            let _ = sender.send(answer.clone());
        }
    };
    let (_watch, newest) = watch(connection, name, args, Rc::new(show));
    match newest {
        Some(answer) => answer,
        None => answered.await.unwrap_or_else(|_| Err(unreachable())),
    }
}

/// What is subscribed to, and who watches.
#[derive(Default)]
pub struct Subscriptions {
    list: Vec<Subscription>,
    next_watcher: u32,
}

struct Subscription {
    id: QueryId,
    name: &'static str,
    args: String,
    newest: Option<Answer>,
    watchers: Vec<(u32, Show)>,
}

impl Subscriptions {
    /// Gives a result to everyone who watches. They run while nothing is borrowed: they may subscribe.
    pub fn deliver(this: &RefCell<Self>, id: QueryId, answer: Answer) {
        let watchers: Vec<_> = {
            let mut subscriptions = this.borrow_mut();
            let Some(found) = subscriptions.list.iter_mut().find(|one| one.id == id) else { return };
            found.newest = Some(answer.clone());
            found.watchers.iter().map(|(_, watcher)| watcher.clone()).collect()
        };
        watchers.iter().for_each(|show| show(Some(&answer)));
    }

    /// Removes and names the subscriptions that nobody watches any more.
    pub fn take_idle(&mut self) -> Vec<QueryId> {
        self.list.extract_if(.., |one| one.watchers.is_empty()).map(|one| one.id).collect()
    }

    fn leave(&mut self, id: QueryId, watcher: u32) {
        if let Some(found) = self.list.iter_mut().find(|one| one.id == id) {
            found.watchers.retain(|(known, _)| *known != watcher);
        }
    }
}

/// Somebody's interest in a subscription; dropping it ends the interest.
struct Watch {
    connection: Rc<Connection>,
    id: QueryId,
    watcher: u32,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.connection.subscriptions.borrow_mut().leave(self.id, self.watcher);
        self.connection.flush_soon();
    }
}

/// Joins or starts a subscription, and answers its newest result if there is one.
fn watch(connection: &Rc<Connection>, name: &'static str, args: Json, show: Show) -> (Watch, Option<Answer>) {
    let mut subscriptions = connection.subscriptions.borrow_mut();
    let text = args.print();
    let watcher = subscriptions.next_watcher;
    subscriptions.next_watcher += 1;
    let known = subscriptions.list.iter_mut().find(|one| one.name == name && one.args == text);
    let (id, newest) = match known {
        Some(found) => {
            found.watchers.push((watcher, show));
            (found.id, found.newest.clone())
        }
        None => {
            let id = connection.protocol.borrow_mut().subscribe(name, args);
            let watchers = vec![(watcher, show)];
            subscriptions.list.push(Subscription { id, name, args: text, newest: None, watchers });
            connection.flush_soon();
            (id, None)
        }
    };
    (Watch { connection: connection.clone(), id, watcher }, newest)
}
