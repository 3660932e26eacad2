//! A visitor's name for people: `adjective-noun-NN`, made of its id, so that an agent can tell two anonymous visitors apart.

use shared::id::VisitorId;

/// The readable id of a visitor; the number is 01 to 99.
pub fn of(id: VisitorId) -> String {
    let part = |n: usize| usize::from(u16::from_be_bytes([id.0.as_bytes()[n], id.0.as_bytes()[n + 1]]));
    let adjective = ADJECTIVES[part(0) % ADJECTIVES.len()];
    let noun = NOUNS[part(2) % NOUNS.len()];
    format!("{adjective}-{noun}-{:02}", part(4) % 99 + 1)
}

const ADJECTIVES: [&str; 64] = [
    "amber", "ample", "apt", "bold", "brave", "brief", "bright", "brisk", "calm", "candid", "civil", "clear",
    "cosy", "crisp", "curious", "deft", "eager", "early", "even", "fair", "fleet", "fond", "frank", "fresh",
    "gentle", "glad", "golden", "grand", "handy", "hardy", "hazel", "honest", "humble", "ivory", "jolly",
    "keen", "kind", "lively", "loyal", "lucid", "mellow", "merry", "mild", "modest", "neat", "nimble",
    "noble", "patient", "plain", "polite", "proud", "quick", "quiet", "rapid", "ready", "royal", "serene",
    "sharp", "silver", "steady", "sunny", "swift", "vivid", "warm",
];

const NOUNS: [&str; 64] = [
    "acorn", "anchor", "aspen", "badger", "beacon", "birch", "bridge", "brook", "canyon", "cedar", "cliff",
    "cloud", "comet", "coral", "crane", "creek", "dawn", "delta", "dune", "eagle", "ember", "falcon", "fern",
    "finch", "fjord", "forest", "fox", "garden", "glade", "harbor", "hawk", "heron", "hill", "island",
    "juniper", "kestrel", "lagoon", "lake", "lantern", "lark", "lynx", "maple", "marble", "meadow", "moss",
    "oak", "orchard", "otter", "owl", "pebble", "pine", "prairie", "quartz", "raven", "reef", "ridge",
    "river", "robin", "spruce", "summit", "thistle", "tulip", "valley", "willow",
];

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::Uuid;

    #[test]
    fn a_readable_id_follows_from_the_id() {
        assert_eq!(of(VisitorId(Uuid::from_u128(0))), "amber-acorn-01");
        let id = VisitorId(Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8));
        assert_eq!(of(id), of(id));
        assert_ne!(of(id), of(VisitorId(Uuid::from_u128(0x67e6_5044_10b1_426f_9247_bb68_0e5f_e0c8))));
    }
}
