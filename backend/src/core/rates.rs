//! How often somebody may do what costs us or others something (functions-identity.md §1 "Rate limits"). Kept in memory: a node
//! counts what it sees itself.

use super::{Clock, Result};
use governor::{
    Quota, RateLimiter, middleware::NoOpMiddleware, nanos::Nanos, state::keyed::DashMapStateStore,
};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family},
};
use shared::{Error as Refusal, id::Uuid};
use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Sign-ins and sign-ups of an address.
    SignIn,
    /// Failed sign-ins to an account that does not exist; as many as to one that does.
    UnknownAccount,
    /// Failed sign-ins to an account that are written down.
    FailedSignIn,
    /// Starts of the widget at an address, which may be a whole company's.
    Boot,
    /// Invitations that a user sends.
    Invitation,
    /// Requests of an address to the functions over HTTP, which may be a whole company's.
    Call,
    /// Messages that a visitor or agent sends; an outbox may come all at once.
    Send,
    /// Searches of a user, or of an address.
    Search,
    /// Mails to addresses of an agent's choice.
    Mail,
    /// Files that a visitor or agent uploads.
    Upload,
    /// What an address says of articles.
    Feedback,
    /// Conversations that a visitor begins.
    Begin,
    /// How often a visitor or agent says that it is writing.
    Typing,
    /// Events that a site tells of a visitor.
    Event,
    /// Questions to a model that a visitor or agent causes by hand.
    Ask,
    /// Sites of a workspace that are stored as seen.
    Sighting,
    /// Calls with an API key.
    Key,
    /// Authoring sessions that a user begins, and what an address does with tokens of such.
    Authoring,
}

const LIMITS: [(Limit, u32, Duration); 18] = [
    (Limit::SignIn, 60, Duration::from_secs(5)),
    (Limit::UnknownAccount, 10, Duration::from_secs(360)),
    (Limit::FailedSignIn, 20, Duration::from_secs(900)),
    (Limit::Boot, 300, Duration::from_millis(200)),
    (Limit::Invitation, 50, Duration::from_secs(60)),
    (Limit::Call, 6000, Duration::from_millis(10)),
    (Limit::Send, 1000, Duration::from_millis(200)),
    (Limit::Mail, 60, Duration::from_secs(10)),
    (Limit::Search, 120, Duration::from_millis(500)),
    (Limit::Upload, 60, Duration::from_secs(10)),
    (Limit::Feedback, 60, Duration::from_secs(10)),
    (Limit::Begin, 100, Duration::from_secs(6)),
    (Limit::Typing, 100, Duration::from_millis(500)),
    (Limit::Event, 300, Duration::from_millis(200)),
    (Limit::Ask, 60, Duration::from_secs(5)),
    (Limit::Sighting, 32, Duration::from_secs(60)),
    (Limit::Key, 600, Duration::from_millis(100)),
    (Limit::Authoring, 120, Duration::from_millis(500)),
];

/// After so many checks the parties that have their whole allowance again are forgotten.
const SWEEP: u32 = 4096;

type Limiter = RateLimiter<u128, DashMapStateStore<u128>, Ticking, NoOpMiddleware<Nanos>>;

/// The counters of this process.
pub struct Rates {
    limiters: Vec<(Limit, Limiter)>,
    refusals: Family<Refusals, Counter>,
    checks: AtomicU32,
}

impl Rates {
    pub(super) fn new(clock: &Clock) -> Self {
        let limiter = |(limit, burst, refill): (Limit, u32, Duration)| {
            let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
            let quota = Quota::with_period(refill)
                .unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN))
                .allow_burst(burst);
            (limit, RateLimiter::dashmap_with_clock(quota, Ticking(clock.clone())))
        };
        Self { limiters: LIMITS.map(limiter).into(), refusals: Family::default(), checks: AtomicU32::new(0) }
    }

    /// How often each limit has refused somebody.
    pub(super) fn refusals(&self) -> Family<Refusals, Counter> {
        self.refusals.clone()
    }

    /// Counts one use by `party`; nobody in particular is not counted. Errors: RATE_LIMITED, with the seconds to wait.
    pub fn check(&self, limit: Limit, party: impl Into<Party>) -> Result<()> {
        let Party(Some(key)) = party.into() else { return Ok(()) };
        let Some((_, limiter)) = self.limiters.iter().find(|(known, _)| *known == limit) else {
            return Ok(());
        };
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.limiters.iter().for_each(|(_, limiter)| limiter.retain_recent());
        }
        match limiter.check_key(&key) {
            Ok(()) => Ok(()),
            Err(early) => {
                self.refusals.get_or_create(&Refusals { limit: limit.name() }).inc();
                let wait = early.wait_time_from(governor::clock::Clock::now(limiter.clock()));
                let seconds = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1);
                Err(Refusal::rate_limited("Too many requests, please try again later").until(seconds).into())
            }
        }
    }
}

impl Limit {
    /// Its name in metrics.
    fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::UnknownAccount => "unknown_account",
            Self::FailedSignIn => "failed_sign_in",
            Self::Boot => "boot",
            Self::Invitation => "invitation",
            Self::Call => "call",
            Self::Send => "send",
            Self::Mail => "mail",
            Self::Search => "search",
            Self::Upload => "upload",
            Self::Feedback => "feedback",
            Self::Begin => "begin",
            Self::Typing => "typing",
            Self::Event => "event",
            Self::Ask => "ask",
            Self::Sighting => "sighting",
            Self::Key => "key",
            Self::Authoring => "authoring",
        }
    }
}

/// What refusals are told apart by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Refusals {
    limit: &'static str,
}

/// Who is counted: an address (IPv6 by its /64, which one customer has), or whoever has an id.
pub struct Party(Option<u128>);

impl Party {
    /// What stands for the party in counts; none for nobody in particular.
    pub(crate) fn key(&self) -> Option<u128> {
        self.0
    }
}

impl From<Option<IpAddr>> for Party {
    fn from(ip: Option<IpAddr>) -> Self {
        Self(ip.map(|ip| match ip.to_canonical() {
            IpAddr::V4(ip) => u32::from(ip).into(),
            IpAddr::V6(ip) => u128::from(ip) >> 64 << 64,
        }))
    }
}
impl From<Uuid> for Party {
    fn from(id: Uuid) -> Self {
        Self(Some(id.as_u128()))
    }
}

/// Our clock in the limiter's terms: what has passed, not the time of day, or a clock set back would lock everybody out until then.
#[derive(Clone)]
struct Ticking(Clock);

impl governor::clock::Clock for Ticking {
    type Instant = Nanos;
    fn now(&self) -> Nanos {
        u64::try_from(self.0.passed()).unwrap_or(0).saturating_mul(1_000_000).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::Error;

    #[test]
    fn a_limit_counts_each_party_alone_and_refills_with_time() {
        let clock = Clock::held(1_000_000);
        let rates = Rates::new(&clock);
        let (ana, ben) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!((0..20).filter(|_| rates.check(Limit::UnknownAccount, ana).is_ok()).count(), 10);
        assert!(rates.check(Limit::UnknownAccount, ben).is_ok());
        let wait = || match rates.check(Limit::UnknownAccount, ana) {
            Err(Error::Refused(refusal)) => refusal.retry_after,
            other => panic!("{other:?}"),
        };
        assert_eq!(wait(), Some(360));
        clock.advance(359_500);
        assert_eq!(wait(), Some(1));
        clock.advance(500);
        assert!(rates.check(Limit::UnknownAccount, ana).is_ok());
        assert!(rates.check(Limit::UnknownAccount, ana).is_err());
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let clock = Clock::held(1_000_000_000);
        let rates = Rates::new(&clock);
        let ana = Uuid::from_u128(1);
        while rates.check(Limit::UnknownAccount, ana).is_ok() {}
        clock.advance(-100_000_000);
        clock.advance(360_000);
        assert!(rates.check(Limit::UnknownAccount, ana).is_ok());
    }

    #[test]
    fn addresses_of_one_ipv6_customer_count_as_one() {
        let party = |text: &str| Party::from(Some(text.parse().unwrap())).0;
        assert_eq!(party("2001:db8::1"), party("2001:db8::2"));
        assert_ne!(party("2001:db8::1"), party("2001:db8:0:1::1"));
        assert_eq!(party("::ffff:192.0.2.1"), party("192.0.2.1"));
    }
}
