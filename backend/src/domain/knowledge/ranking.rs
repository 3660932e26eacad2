//! Which of several contents answer a question best: those whose words say it, those that are near in meaning, and best both.

use super::Found;
use crate::{
    domain::embeddings::{Near, pieces},
    store::search::Wanted,
};
use shared::{
    Millis,
    ai_agent::{ContentId, ContentType},
};
use std::{cmp::Reverse, collections::HashMap};

/// Of the weight of a question's words, how much a content must hold to be found by them.
const LEAST_SHARE: f64 = 0.1;
/// A vector that is further away than this says nothing.
const LEAST_SIMILARITY: f32 = 0.2;
/// How little it matters to be first rather than second.
const EASE: f64 = 20.0;

/// A content that may be shown.
pub struct Candidate {
    pub kind: ContentType,
    pub id: ContentId,
    pub title: String,
    pub text: String,
    pub changed: Millis,
}

/// What words and meaning say of one.
#[derive(Default)]
struct Verdict {
    rank: f64,
    share: f64,
    similarity: Option<f32>,
    piece: usize,
}

/// The best of the candidates, each with its best piece.
pub fn ranked(candidates: Vec<Candidate>, wanted: Option<&Wanted>, near: &[Near], most: usize) -> Vec<Found> {
    let mut verdicts: HashMap<ContentId, Verdict> = HashMap::new();
    if let Some(wanted) = wanted {
        for (place, (id, share, piece)) in by_words(&candidates, wanted).into_iter().enumerate() {
            let verdict = verdicts.entry(id).or_default();
            *verdict = Verdict { rank: worth(place), share, similarity: None, piece };
        }
    }
    let is_candidate = |near: &&Near| candidates.iter().any(|one| one.id == near.id && one.kind == near.kind);
    let near = near.iter().filter(|near| near.similarity >= LEAST_SIMILARITY).filter(is_candidate);
    for (place, near) in near.enumerate() {
        let verdict = verdicts.entry(near.id).or_default();
        verdict.rank += worth(place);
        verdict.similarity = Some(near.similarity);
        verdict.piece = usize::try_from(near.piece).unwrap_or(0);
    }
    let mut found: Vec<(Candidate, Verdict)> = candidates
        .into_iter()
        .filter_map(|candidate| Some((verdicts.remove(&candidate.id)?, candidate)))
        .map(|(verdict, candidate)| (candidate, verdict))
        .collect();
    found.sort_by(|(a, for_a), (b, for_b)| {
        let newer = (Reverse(a.changed), a.id).cmp(&(Reverse(b.changed), b.id));
        for_b.rank.total_cmp(&for_a.rank).then(newer)
    });
    found.truncate(most);
    found.into_iter().map(shown).collect()
}

fn worth(place: usize) -> f64 {
    1.0 / (EASE + place as f64)
}

fn shown((candidate, verdict): (Candidate, Verdict)) -> Found {
    let mut pieces = pieces(&candidate.title, &candidate.text);
    let piece = pieces.swap_remove(verdict.piece.min(pieces.len() - 1));
    let score = verdict.similarity.map_or(verdict.share, f64::from) * 100.0;
    Found {
        kind: candidate.kind,
        id: candidate.id,
        title: candidate.title,
        text: piece.text,
        score: score.clamp(0.0, 100.0),
        is_by_meaning: verdict.similarity.is_some(),
    }
}

/// The candidates that hold enough of the question's words, the best first, with their share of them and their best piece. A word that
/// few contents have weighs more.
fn by_words(candidates: &[Candidate], wanted: &Wanted) -> Vec<(ContentId, f64, usize)> {
    let counted: Vec<(ContentId, Vec<u32>, Vec<Vec<u32>>)> = candidates
        .iter()
        .map(|one| {
            let pieces =
                pieces(&one.title, &one.text).iter().map(|piece| wanted.counts(&piece.text)).collect();
            (one.id, wanted.counts(&one.title), pieces)
        })
        .collect();
    let holds = |n: usize| {
        counted
            .iter()
            .filter(|(_, title, pieces)| title[n] > 0 || pieces.iter().any(|piece| piece[n] > 0))
            .count()
    };
    let words = counted.first().map_or(0, |(_, title, _)| title.len());
    // A word that nothing here has tells nothing apart: it weighs as little as one that everything has.
    let weight = |n: usize| match holds(n) {
        0 => std::f64::consts::LN_2,
        some => (1.0 + candidates.len() as f64 / some as f64).ln(),
    };
    let weights: Vec<f64> = (0..words).map(weight).collect();
    let all: f64 = weights.iter().sum();
    let mut found: Vec<(ContentId, f64, f64, usize)> = counted
        .into_iter()
        .filter_map(|(id, title, pieces)| {
            let score = |piece: &Vec<u32>| -> f64 {
                let word = |n: usize| {
                    let often = f64::from(piece[n].min(4)) * 0.25 + f64::from(piece[n].min(1)) * 0.75;
                    weights[n] * (often + 2.0 * f64::from(title[n].min(1)))
                };
                (0..words).map(word).sum()
            };
            let share = |piece: &Vec<u32>| -> f64 {
                (0..words).filter(|n| piece[*n] > 0 || title[*n] > 0).map(|n| weights[n]).sum::<f64>() / all
            };
            let best = (0..pieces.len())
                .max_by(|a, b| score(&pieces[*a]).total_cmp(&score(&pieces[*b])).then(b.cmp(a)))?;
            let share = share(&pieces[best]);
            (share >= LEAST_SHARE).then(|| (id, share, score(&pieces[best]), best))
        })
        .collect();
    found.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    found.into_iter().map(|(id, share, _, piece)| (id, share, piece)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::Uuid;

    fn candidate(n: u128, title: &str, text: &str) -> Candidate {
        let id = ContentId(Uuid::from_u128(n));
        Candidate { kind: ContentType::Article, id, title: title.into(), text: text.into(), changed: 0 }
    }

    fn library() -> Vec<Candidate> {
        vec![
            candidate(1, "Reset your password", "Open settings and choose how to reset it."),
            candidate(2, "Shipping", "We ship within two days, how fast it is depends on you."),
            candidate(3, "Opening hours", "We can be reached from nine to five."),
        ]
    }

    fn titles(question: &str, near: &[Near]) -> Vec<String> {
        let wanted = Wanted::any_of(question);
        ranked(library(), wanted.as_ref(), near, 5).into_iter().map(|found| found.title).collect()
    }

    #[test]
    fn the_words_that_few_contents_have_decide() {
        assert_eq!(titles("How can I reset my password?", &[])[0], "Reset your password");
        assert_eq!(titles("how fast do you ship", &[])[0], "Shipping");
        assert!(titles("Tell me about quantum chromodynamics please", &[]).is_empty());
    }

    #[test]
    fn what_is_near_in_meaning_is_found_without_a_common_word() {
        let id = ContentId(Uuid::from_u128(3));
        let near = |similarity| Near { kind: ContentType::Article, id, piece: 0, similarity };
        assert_eq!(titles("Visiting times tomorrow", &[near(0.8)]), ["Opening hours"]);
        assert!(titles("Visiting times tomorrow", &[near(0.1)]).is_empty());
        let stranger = Near { id: ContentId(Uuid::from_u128(9)), ..near(0.9) };
        assert!(titles("Visiting times tomorrow", &[stranger]).is_empty(), "it may not be shown");
    }
}
