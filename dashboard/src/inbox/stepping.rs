//! Moving through a list that changes by itself: where a step leads, and who takes the place of what leaves.

/// The row that a step of `by` leads to. `here` is where one was and `last` its place then: a row that has left the list since
/// hands its place to the one below. Without `here` it is the first row.
pub fn step<T: Copy + PartialEq>(rows: &[T], here: Option<T>, last: usize, by: isize) -> Option<T> {
    let end = rows.len().checked_sub(1)?;
    let Some(here) = here else { return rows.first().copied() };
    let to = match rows.iter().position(|row| *row == here) {
        Some(at) => at.saturating_add_signed(by),
        // The row below has moved up to this place already.
        None => last.saturating_add_signed(if by > 0 { by - 1 } else { by }),
    };
    rows.get(to.min(end)).copied()
}

/// Where to go from a row that is about to leave: the one below it, else the one above.
pub fn neighbour<T: Copy + PartialEq>(rows: &[T], leaving: T) -> Option<T> {
    let at = rows.iter().position(|row| *row == leaving)?;
    rows.get(at + 1).or_else(|| rows.get(at.checked_sub(1)?)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stay_inside_and_begin_at_the_first() {
        let rows = ["a", "b", "c"];
        assert_eq!(step(&rows, None, 0, 1), Some("a"));
        assert_eq!(step(&rows, Some("a"), 0, 1), Some("b"));
        assert_eq!(step(&rows, Some("c"), 2, 1), Some("c"));
        assert_eq!(step(&rows, Some("a"), 0, -1), Some("a"));
        assert_eq!(step(&[] as &[&str], Some("a"), 0, 1), None);
    }

    #[test]
    fn a_row_that_a_colleague_took_away_is_left_from_where_it_was() {
        let rows = ["a", "c", "d"];
        assert_eq!(step(&rows, Some("b"), 1, 1), Some("c"));
        assert_eq!(step(&rows, Some("b"), 1, -1), Some("a"));
        assert_eq!(step(&rows, Some("b"), 1, 0), Some("c"));
        assert_eq!(step(&["a"], Some("z"), 9, 1), Some("a"));
    }

    #[test]
    fn what_is_closed_hands_over_to_its_neighbour_and_never_to_the_first_row() {
        let rows = ["a", "b", "c", "d"];
        assert_eq!(neighbour(&rows, "c"), Some("d"));
        assert_eq!(neighbour(&rows, "d"), Some("c"));
        assert_eq!(neighbour(&["a"], "a"), None);
        assert_eq!(neighbour(&rows, "z"), None);
    }
}
