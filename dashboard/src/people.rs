//! How a person is shown: a name, one or two letters, a hue that stays the same.

use shared::{
    id::{UserId, Uuid},
    permissions::{self, Permission},
    visitors::Visitor,
    workspace_members::Member,
};

/// A visitor's name: what it told us, else its readable id.
pub fn visitor_name(visitor: &Visitor) -> String {
    [&visitor.name, &visitor.email]
        .into_iter()
        .flatten()
        .map(|text| text.trim())
        .find(|text| !text.is_empty())
        .map_or_else(|| spelled(&visitor.readable_id), str::to_owned)
}

/// A member's name, else its e-mail.
pub fn member_name(member: &Member) -> String {
    let name = member.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    name.unwrap_or(&member.email).to_owned()
}

/// The member with that user id.
pub fn member(members: &[Member], user: UserId) -> Option<&Member> {
    members.iter().find(|member| member.user_id == user)
}

/// Whether the member may do it.
pub fn may(member: &Member, wanted: Permission) -> bool {
    permissions::may(member.role, member.permissions.as_deref().unwrap_or_default(), wanted)
}

/// One or two letters for an avatar.
pub fn initials(name: &str) -> String {
    let local = name.split('@').next().unwrap_or(name);
    let mut words =
        local.split([' ', '.', '-', '_']).filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back().filter(|c| c.is_alphabetic());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// A hue in degrees, the same for the same id.
pub fn hue(id: Uuid) -> u32 {
    id.as_bytes().iter().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte))) % 360
}

/// `brave-otter-42` as a name: `Brave Otter 42`.
fn spelled(readable: &str) -> String {
    let words = readable.split('-').map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_first_and_last_of_a_name() {
        assert_eq!(initials("Ana Lucía Torres"), "AT");
        assert_eq!(initials("ben@example.com"), "B");
        assert_eq!(initials("ben.okafor@example.com"), "BO");
        assert_eq!(initials("Brave Otter 42"), "B");
        assert_eq!(initials("李雷"), "李");
        assert_eq!(initials(" "), "");
    }

    #[test]
    fn a_readable_id_reads_as_a_name() {
        assert_eq!(spelled("brave-otter-42"), "Brave Otter 42");
    }
}
