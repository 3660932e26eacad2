//! What is shown now (widget-sdk.md §5): one thing at a time stands in the visitor's way, the rest never waits.

/// What stands in the visitor's way, the first of them first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blocking {
    Tour,
    /// An outbound post.
    Post,
    LargeSurvey,
}

/// What could be shown: open already, or ready to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ready {
    pub tour: bool,
    /// A tour that was started by hand, which takes the place of the tour that runs.
    pub forced_tour: bool,
    pub post: bool,
    pub large_survey: bool,
    pub small_survey: bool,
    pub banner: bool,
    pub chat: bool,
    pub tooltips: bool,
}

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    pub blocking: Option<Blocking>,
    pub small_survey: bool,
    pub banner: bool,
    pub chat: bool,
    pub tooltips: bool,
    /// The messenger stays closed, whoever opens it.
    pub closes_messenger: bool,
}

/// Remembers who has the stage.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arbiter {
    holder: Option<Blocking>,
    has_small_survey: bool,
}

impl Arbiter {
    /// Who has the stage keeps it for as long as it has something to show: all tours come before a post. What has to wait is not shown,
    /// and must not be counted as shown. A small survey begins on a free stage, and stays.
    pub fn decide(&mut self, ready: Ready) -> Stage {
        let is_ready = |blocking: Blocking| match blocking {
            Blocking::Tour => ready.tour || ready.forced_tour,
            Blocking::Post => ready.post,
            // There is one survey at a time.
            Blocking::LargeSurvey => ready.large_survey && !(self.has_small_survey && ready.small_survey),
        };
        self.holder = self.holder.filter(|holder| is_ready(*holder)).or_else(|| {
            [Blocking::Tour, Blocking::Post, Blocking::LargeSurvey].into_iter().find(|wish| is_ready(*wish))
        });
        let may_begin = self.has_small_survey || self.holder.is_none();
        self.has_small_survey = ready.small_survey && may_begin;
        Stage {
            blocking: self.holder,
            small_survey: self.has_small_survey,
            banner: ready.banner,
            chat: ready.chat,
            tooltips: ready.tooltips,
            closes_messenger: self.holder == Some(Blocking::Tour),
        }
    }

    /// Another visitor, session or workspace: nothing is shown any more.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Ready = Ready {
        tour: true,
        forced_tour: false,
        post: true,
        large_survey: true,
        small_survey: false,
        banner: true,
        chat: true,
        tooltips: true,
    };

    #[test]
    fn a_tour_goes_before_a_post_and_that_before_a_large_survey() {
        let first = |ready: Ready| Arbiter::default().decide(ready).blocking;
        assert_eq!(first(ALL), Some(Blocking::Tour));
        assert_eq!(first(Ready { tour: false, ..ALL }), Some(Blocking::Post));
        assert_eq!(first(Ready { tour: false, post: false, ..ALL }), Some(Blocking::LargeSurvey));
        assert_eq!(first(Ready { tour: false, forced_tour: true, ..ALL }), Some(Blocking::Tour));
        assert_eq!(first(Ready::default()), None);
    }

    #[test]
    fn who_has_the_stage_keeps_it_until_nothing_of_it_is_left() {
        let mut arbiter = Arbiter::default();
        let post = Ready { post: true, ..Ready::default() };
        assert_eq!(arbiter.decide(post).blocking, Some(Blocking::Post));
        assert_eq!(arbiter.decide(ALL).blocking, Some(Blocking::Post), "a tour that comes later waits");
        assert!(!arbiter.decide(ALL).closes_messenger);
        let done = Ready { post: false, ..ALL };
        assert_eq!(arbiter.decide(done).blocking, Some(Blocking::Tour));
        assert!(arbiter.decide(ALL).closes_messenger);
        assert_eq!(arbiter.decide(Ready { tour: false, ..done }).blocking, Some(Blocking::LargeSurvey));
        arbiter.reset();
        assert_eq!(arbiter.decide(ALL).blocking, Some(Blocking::Tour));
    }

    #[test]
    fn what_stands_in_nobodys_way_never_waits() {
        let stage = Arbiter::default().decide(ALL);
        assert!(stage.banner && stage.chat && stage.tooltips);
    }

    #[test]
    fn a_small_survey_begins_on_a_free_stage_and_stays() {
        let mut arbiter = Arbiter::default();
        let busy = Ready { post: true, small_survey: true, ..Ready::default() };
        assert!(!arbiter.decide(busy).small_survey);
        let free = Ready { post: false, ..busy };
        assert!(arbiter.decide(free).small_survey);
        let stage = arbiter.decide(busy);
        assert_eq!((stage.blocking, stage.small_survey), (Some(Blocking::Post), true), "it stays");
        let both = Ready { large_survey: true, small_survey: true, ..Ready::default() };
        assert_eq!(arbiter.decide(both).blocking, None, "there is one survey at a time");
        assert!(!arbiter.decide(Ready { small_survey: false, ..both }).small_survey);
        assert_eq!(arbiter.decide(both).blocking, Some(Blocking::LargeSurvey));
    }
}
