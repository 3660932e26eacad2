//! Where the tag was seen, as the install page lists it: what loaded the widget and what opened it, one line a site.

use shared::{
    Millis,
    workspaces::{Integration, Signals},
};

/// Lines at most: there is room for a few, and anybody can invent a site.
const MOST: usize = 8;

/// A site with the tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// None when it was not a page that said it.
    pub origin: Option<String>,
    pub seen_at: Millis,
    /// The page on which the chat was opened last, as far as it is known.
    pub page: Option<String>,
    pub was_opened: bool,
    pub is_allowed: bool,
}

/// The latest seen first. Those that the workspace does not admit come last.
pub fn sites(signals: &Signals) -> Vec<Site> {
    let loaded = signals.sightings.iter().map(|one| Site {
        origin: Some(one.origin.clone()),
        seen_at: one.seen_at,
        page: None,
        was_opened: false,
        is_allowed: one.is_allowed,
    });
    let mut all: Vec<Site> = loaded.collect();
    for one in &signals.integrations {
        match all.iter_mut().find(|site| site.origin.is_some() && site.origin == one.origin) {
            Some(site) => {
                // Integrations come with the latest first.
                site.page = site.page.take().or_else(|| one.current_url.clone());
                site.seen_at = site.seen_at.max(one.last_seen_at);
                site.was_opened = true;
            }
            None => all.push(opened(one)),
        }
    }
    all.sort_by_key(|site| (!site.is_allowed, -site.seen_at));
    all.truncate(MOST);
    all
}

/// A session starts only where the list admits it.
fn opened(one: &Integration) -> Site {
    Site {
        origin: one.origin.clone().or_else(|| one.client_identifier.clone()),
        seen_at: one.last_seen_at,
        page: one.current_url.clone(),
        was_opened: true,
        is_allowed: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::workspaces::Sighting;

    fn loaded(origin: &str, seen_at: Millis, is_allowed: bool) -> Sighting {
        Sighting { origin: origin.into(), seen_at, is_allowed }
    }

    fn session(origin: Option<&str>, last_seen_at: Millis, page: &str) -> Integration {
        Integration {
            id: String::new(),
            client_type: "web_widget".into(),
            client_version: None,
            client_identifier: None,
            origin: origin.map(str::to_owned),
            current_url: Some(page.into()),
            device_platform: None,
            session_count: 1,
            active_session_count: 1,
            last_seen_at,
            latest_session_expires_at: 0,
            matches_current_verification_window: true,
            is_active_now: true,
        }
    }

    fn of(sightings: Vec<Sighting>, integrations: Vec<Integration>) -> Vec<Site> {
        sites(&Signals {
            token_issued_at: None,
            has_recognized_install: false,
            latest_detected_at: None,
            latest_recognized_detected_at: None,
            integrations,
            sightings,
        })
    }

    #[test]
    fn a_page_that_nobody_opened_the_chat_on_is_listed() {
        let found = of(vec![loaded("https://a.com", 5, true)], vec![]);
        assert_eq!((found.len(), found[0].was_opened, found[0].seen_at), (1, false, 5));
    }

    #[test]
    fn a_site_is_one_line_with_the_page_where_it_was_opened_last() {
        let opened = |at, page| session(Some("https://a.com"), at, page);
        let found = of(vec![loaded("https://a.com", 5, true)], vec![opened(9, "/new"), opened(7, "/old")]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].seen_at, found[0].page.as_deref(), found[0].was_opened),
            (9, Some("/new"), true)
        );
    }

    #[test]
    fn what_the_list_does_not_admit_comes_last_and_the_list_has_an_end() {
        let mut many = vec![loaded("https://refused.com", 99, false)];
        many.extend((0..3).map(|i| loaded(&format!("https://{i}.com"), i, true)));
        let found = of(many.clone(), vec![session(None, 50, "/app")]);
        let origins: Vec<_> = found.iter().map(|site| site.origin.as_deref().unwrap_or("?")).collect();
        assert_eq!(origins, ["?", "https://2.com", "https://1.com", "https://0.com", "https://refused.com"]);
        many.extend((0..90).map(|i| loaded(&format!("https://x{i}.com"), i, false)));
        assert_eq!(of(many, vec![]).len(), MOST);
    }
}
