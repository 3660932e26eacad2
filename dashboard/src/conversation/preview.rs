//! A message in one line, without the marks that made it bold or a list.

use shared::rich_text::{self, Block};

/// How much of a message a row can show, in characters.
const LONGEST: usize = 160;

/// The words of the blocks; `content` is what was written, for a message without blocks.
pub fn line(blocks: &[Block], content: &str) -> String {
    let text = match blocks {
        [] => content.split_whitespace().collect::<Vec<_>>().join(" "),
        blocks => rich_text::plain(blocks),
    };
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_without_blocks_is_as_it_was_written_and_a_long_one_is_cut() {
        assert_eq!(line(&[], " as  it\nis "), "as it is");
        assert_eq!(line(&[], &"ä".repeat(500)).chars().count(), LONGEST);
    }
}
