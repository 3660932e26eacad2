//! `docent demo`: a workspace full of conversations. Everything is said by calling the functions that widgets and agents call, on a
//! clock that begins three months ago, so nothing is there that could not have happened.

use super::place::{Place, lock};
use crate::{
    core::{Action, Actor, App, Caller, Chance, Clock, Config, Error, Mutation, Result, Writer},
    domain::auth::{self, steps},
    serve::{
        Stopped,
        demo::{self, EMAIL, Made},
    },
    store::{Location, Store},
};
use clap::{Args, ValueEnum};
use futures_util::future::try_join_all;
use shared::{
    Function, Millis,
    auth::SignOut,
    conversations::{CreateForVisitor, MarkAsRead, ReaderType, Status, UpdateStatus},
    function,
    id::{ConversationId, UserId, WorkspaceId},
    messages::{Send, SenderType},
    visitors::Identify,
    widget_sessions::Boot,
};
use std::path::Path;

const DAY: Millis = 86_400_000;
/// How long ago it begins.
const AGE: Millis = 90 * DAY;
/// Between two messages.
const LATER: Millis = 180_000;
/// Messages in each conversation.
const MESSAGES: usize = 20;
/// Conversations that one transaction writes to.
const TOGETHER: usize = 100;
/// Transactions at the same time.
const AT_ONCE: usize = 4;
/// Of so many conversations one stays open.
const OPEN_OF: usize = 10;

#[derive(Args)]
pub struct DemoOptions {
    /// How much there will be.
    #[arg(long, default_value = "small")]
    size: Size,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Size {
    /// 100 conversations, 2,000 messages.
    Small,
    /// 1,000 conversations, 20,000 messages.
    Medium,
    /// 100,000 conversations, 2,000,000 messages. Takes minutes.
    Large,
}

impl Size {
    fn conversations(self) -> usize {
        match self {
            Self::Small => 100,
            Self::Medium => 1_000,
            Self::Large => 100_000,
        }
    }
}

/// Makes the workspace and prints how to sign in. On SQLite no server may be running, since it would not hear of it.
pub async fn run(options: DemoOptions) -> std::result::Result<(), Stopped> {
    let location = options.place.location()?;
    options.place.prepare()?;
    let _lock = lock(&location)?;
    let data = &options.place.data;
    if demo::exists(data) {
        return Err(Stopped(format!(
            "there is a demo workspace already; choose another folder than {}",
            data.display()
        )));
    }
    let made = make(&location, data, options.size).await?;
    println!("Sign in as {EMAIL} with the password {} (shown this once)", made.password);
    Ok(())
}

/// Makes a workspace of this size on a database, and notes it in the data folder.
pub async fn make(location: &Location, data: &Path, size: Size) -> std::result::Result<Made, Stopped> {
    let clock = Clock::held(Clock::default().now() - AGE);
    // No token of this process is ever used.
    let config = Config::new("", Chance.hex::<32>()?);
    let app = App::with_all_rooms(config, Store::open(location).await?, clock.clone())?;
    let made = demo::create(&app, data).await?;
    let filled = fill(&app, &clock, &made, size.conversations()).await;
    app.store().close().await;
    filled.map_err(|error| {
        Stopped(format!("not everything could be written: {}", error.into_public().message))
    })?;
    Ok(made)
}

/// Lets visitors and Ben talk until there are so many conversations.
async fn fill(app: &App, clock: &Clock, made: &Made, conversations: usize) -> Result<()> {
    let steps = conversations.div_ceil(TOGETHER * AT_ONCE);
    let rest = AGE / i64::try_from(steps).unwrap_or(i64::MAX) - LATER * (MESSAGES as Millis + 1);
    let (mut done, mut told) = (0, 0);
    while done < conversations {
        let until = conversations.min(done + TOGETHER * AT_ONCE);
        let tokens = app.mutate(&Caller::SYSTEM, steps::Open { user: made.ben }).await?.value;
        let ben = auth::caller(app, &tokens.token, None, None)
            .await
            .map_err(|_| Error::Broken("the demo account could not sign in".into()))?;
        let numbers: Vec<usize> = (done..until).collect();
        let begin = |numbers: &[usize]| Begin { workspace: made.workspace, numbers: numbers.into() };
        let begun = numbers.chunks(TOGETHER).map(|numbers| app.mutate(&Caller::NOBODY, begin(numbers)));
        let talks: Vec<Vec<Talk>> = try_join_all(begun).await?.into_iter().map(|done| done.value).collect();
        for turn in 0..MESSAGES {
            clock.advance(LATER);
            let caller = if is_bens(turn) { &ben } else { &Caller::NOBODY };
            let say = |talks: &Vec<Talk>| Say { talks: talks.clone(), ben: made.ben, turn };
            try_join_all(talks.iter().map(|talks| app.mutate(caller, say(talks)))).await?;
        }
        clock.advance(LATER);
        try_join_all(talks.iter().map(|talks| app.mutate(&ben, End { talks: talks.clone() }))).await?;
        SignOut {}.run(&Actor { app: app.clone(), caller: ben }).await?;
        clock.advance(rest.max(0));
        done = until;
        let percent = done * 100 / conversations;
        if percent >= told + 5 {
            told = percent;
            println!("{percent:>3} %  {done} conversations");
        }
    }
    Ok(())
}

fn is_bens(turn: usize) -> bool {
    turn % 3 == 1
}

/// A visitor's conversation.
#[derive(Clone, Debug)]
struct Talk {
    number: usize,
    token: String,
    conversation: ConversationId,
}

/// Visitors with these numbers come and begin to talk.
#[derive(Clone)]
struct Begin {
    workspace: WorkspaceId,
    numbers: Vec<usize>,
}

/// Each conversation gets its message number `turn`.
#[derive(Clone)]
struct Say {
    talks: Vec<Talk>,
    ben: UserId,
    turn: usize,
}

/// Most conversations are read and closed.
#[derive(Clone)]
struct End {
    talks: Vec<Talk>,
}

macro_rules! internal {
    ($($function:ident = $name:literal -> $output:ty;)*) => { $(
        impl Function for $function {
            const NAME: &'static str = concat!("demo:", $name, " (internal)");
            type Kind = function::Mutation;
            type Output = $output;
        }
    )* };
}
internal! {
    Begin = "begin" -> Vec<Talk>;
    Say = "say" -> ();
    End = "end" -> ();
}

impl Mutation for Begin {
    async fn run(self, cx: &mut Writer) -> Result<Vec<Talk>> {
        let mut talks = Vec::with_capacity(self.numbers.len());
        for number in self.numbers {
            let boot = Boot::of_device(self.workspace, cx.new_id()?.to_string());
            let token = cx.mutate(boot).await?.session_token;
            let (name, email) = visitor(number);
            let identify = Identify {
                session_token: Some(token.clone()),
                email: Some(email),
                name: Some(name),
                ..Identify::default()
            };
            cx.mutate(identify).await?;
            let create = CreateForVisitor {
                workspace_id: self.workspace,
                visitor_id: None,
                session_token: Some(token.clone()),
            };
            let conversation = cx.mutate(create).await?.id;
            talks.push(Talk { number, token, conversation });
        }
        Ok(talks)
    }
}

impl Mutation for Say {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let is_bens = is_bens(self.turn);
        for talk in self.talks {
            let send = Send {
                conversation_id: talk.conversation,
                sender_id: self.ben.to_string(),
                sender_type: if is_bens { SenderType::Agent } else { SenderType::Visitor },
                content: text(talk.number, self.turn),
                attachment_ids: None,
                visitor_id: None,
                session_token: (!is_bens).then_some(talk.token),
                client_message_id: None,
                kind: None,
            };
            cx.mutate(send).await?;
        }
        Ok(())
    }
}

impl Mutation for End {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        for talk in self.talks.into_iter().filter(|talk| !talk.number.is_multiple_of(OPEN_OF)) {
            let id = talk.conversation;
            cx.mutate(MarkAsRead {
                id,
                reader_type: ReaderType::Agent,
                visitor_id: None,
                session_token: None,
            })
            .await?;
            cx.mutate(UpdateStatus { id, status: Status::Closed, snoozed_until: None }).await?;
        }
        Ok(())
    }
}

/// A name and an address for each number.
fn visitor(number: usize) -> (String, String) {
    let pick = |names: &[&'static str], n: usize| names[n % names.len()];
    let (first, last) = (pick(&FIRST, number), pick(&LAST, number / FIRST.len()));
    (format!("{first} {last}"), format!("{}.{number}@mail.example", first.to_lowercase()))
}

/// What is said in a turn; each conversation is about an order of its own.
fn text(number: usize, turn: usize) -> String {
    let mix = number.wrapping_mul(31).wrapping_add(turn * 7);
    match (turn, is_bens(turn)) {
        (0, _) => {
            format!("Hello! It is about order {}. {}", 100_000 + number, QUESTIONS[mix % QUESTIONS.len()])
        }
        (_, true) => ANSWERS[mix % ANSWERS.len()].to_owned(),
        (_, false) => QUESTIONS[mix % QUESTIONS.len()].to_owned(),
    }
}

const FIRST: [&str; 16] = [
    "Ana",
    "Dora",
    "Émile",
    "Fatima",
    "Goran",
    "Hana",
    "Inês",
    "Jonas",
    "Katarzyna",
    "Liam",
    "Mehmet",
    "Nora",
    "Olu",
    "Priya",
    "Søren",
    "Yuki",
];
const LAST: [&str; 12] = [
    "Andersen", "Bakker", "Costa", "Dubois", "Evans", "Fischer", "García", "Haddad", "Ivanova", "Jensen",
    "Kowalski", "Okafor",
];
const QUESTIONS: [&str; 16] = [
    "Do you ship to Lisbon?",
    "The front wheel rubs against the **brake** when I turn left.",
    "Which chain fits a nine-speed cassette?",
    "Can I change the delivery address?",
    "My invoice says 21 % VAT, is that right for Portugal?",
    "Is the saddle available in brown?",
    "When will the repair be done?",
    "The lamp flickers below ten kilometres per hour.",
    "I would like to return the panniers, they are too wide.",
    "How do I tighten the headset?\n\n1. loosen the stem\n2. turn the top cap\n\nIs that all?",
    "Danke für die schnelle Antwort!",
    "Could you send the tracking number again?",
    "The tyre lost air over night.",
    "Which size do I need at 1.78 m?",
    "Do you take part in cycle-to-work schemes?",
    "Thank you, that helps.",
];
const ANSWERS: [&str; 12] = [
    "Yes, every Monday. Delivery takes three to five days.",
    "Please bring it in: we true the wheel while you wait.",
    "Any nine-speed chain does; we like the *nickel plated* one.",
    "Done, the parcel goes to the new address.",
    "The invoice is right: VAT is that of the country we ship to.",
    "Brown comes back in stock next week.",
    "It stands on the bench right now, tomorrow at noon at the latest.",
    "That sounds like the connector at the hub. Could you send a photo?",
    "Of course: here is a return label, it is free of charge.",
    "Almost: tighten the stem again at the end, with 5 Nm.",
    "You are welcome! Have a good ride.",
    "A frame of 54 cm fits you, and you can try it in the workshop.",
];
