//! Sites that loaded a widget's config a moment ago. Anybody can claim to be a site, so there is room for few, and what comes
//! last stays.

use shared::{Millis, id::WorkspaceId};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Sites of one workspace.
pub const MOST_SITES: usize = 32;
/// Workspaces; past this everything is forgotten, and the store still has it.
const MOST_WORKSPACES: usize = 10_000;
/// The same site again within this time is no news.
const REPEATED: Millis = 15_000;
/// A site that is seen again and again is stored once in this time.
const STORED: Millis = 3_600_000;

/// The sites that were seen, by workspace.
#[derive(Default)]
pub struct Sightings {
    workspaces: Mutex<HashMap<WorkspaceId, Vec<Site>>>,
}

struct Site {
    origin: String,
    seen_at: Millis,
    stored_at: Millis,
}

/// What one sighting asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Nothing changed.
    Nothing,
    /// Readers have to be told.
    Seen,
    /// Readers have to be told, and the site is due to be stored.
    Due,
}

impl Sightings {
    /// A page of that site asked for the config at `now`.
    pub fn see(&self, workspace: WorkspaceId, origin: &str, now: Millis) -> News {
        let mut workspaces = self.lock();
        if workspaces.len() >= MOST_WORKSPACES && !workspaces.contains_key(&workspace) {
            workspaces.clear();
        }
        let sites = workspaces.entry(workspace).or_default();
        if let Some(site) = sites.iter_mut().find(|site| site.origin == origin) {
            if now - site.seen_at < REPEATED {
                return News::Nothing;
            }
            site.seen_at = now;
            if now - site.stored_at < STORED {
                return News::Seen;
            }
            site.stored_at = now;
            return News::Due;
        }
        if sites.len() >= MOST_SITES
            && let Some(oldest) = (0..sites.len()).min_by_key(|&i| sites[i].seen_at)
        {
            sites.swap_remove(oldest);
        }
        sites.push(Site { origin: origin.to_owned(), seen_at: now, stored_at: now });
        News::Due
    }

    /// The sites of a workspace and when each was seen last, in no order.
    pub fn of(&self, workspace: WorkspaceId) -> Vec<(String, Millis)> {
        let workspaces = self.lock();
        let sites = workspaces.get(&workspace).into_iter().flatten();
        sites.map(|site| (site.origin.clone(), site.seen_at)).collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<WorkspaceId, Vec<Site>>> {
        self.workspaces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::Uuid;

    const SHOP: &str = "https://shop.example";
    const ACME: WorkspaceId = WorkspaceId(Uuid::from_u128(1));

    #[test]
    fn a_site_is_news_a_few_times_a_minute_and_stored_once_an_hour() {
        let sightings = Sightings::default();
        assert_eq!(sightings.see(ACME, SHOP, 0), News::Due);
        assert_eq!(sightings.see(ACME, SHOP, REPEATED - 1), News::Nothing);
        assert_eq!(sightings.see(ACME, SHOP, REPEATED), News::Seen);
        assert_eq!(sightings.of(ACME), [(SHOP.to_owned(), REPEATED)]);
        assert_eq!(sightings.see(ACME, SHOP, STORED), News::Due);
        assert_eq!(sightings.see(ACME, SHOP, STORED + REPEATED), News::Seen);
    }

    #[test]
    fn invented_sites_take_no_more_room_than_there_is() {
        let sightings = Sightings::default();
        for i in 0..1_000 {
            sightings.see(ACME, &format!("https://{i}.example"), i);
        }
        sightings.see(ACME, SHOP, 1_000);
        assert_eq!(sightings.of(ACME).len(), MOST_SITES);
        assert!(sightings.of(ACME).iter().any(|(origin, _)| origin == SHOP));
        for i in 0..2 * MOST_WORKSPACES {
            sightings.see(WorkspaceId(Uuid::from_u128(i as u128)), SHOP, 0);
        }
        assert!(sightings.lock().len() <= MOST_WORKSPACES);
    }
}
