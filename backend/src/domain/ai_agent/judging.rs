//! When a person is to answer (functions-inbox.md §9 "Handoff rules"). What can be known before the model is asked is decided before.

/// Below this, an answer that rests on nothing is not believed, whatever the model says of it.
const WITHOUT_SOURCES: f64 = 0.5;

const PERSON: [&str; 20] = [
    "talk to human",
    "talk to a human",
    "speak to agent",
    "speak to an agent",
    "speak to a human",
    "real person",
    "human agent",
    "talk to someone",
    "speak to someone",
    "customer service",
    "representative",
    "mit einem menschen",
    "echten menschen",
    "mit einem mitarbeiter",
    "parler à un humain",
    "parler à quelqu'un",
    "hablar con una persona",
    "agente humano",
    "التحدث مع شخص",
    "موظف خدمة",
];

const SENSITIVE: [&str; 7] =
    ["billing", "refund", "cancel subscription", "delete account", "complaint", "legal", "lawsuit"];

pub const LOW_CONFIDENCE: &str = "Low confidence response";
pub const ASKED_BY_MODEL: &str = "AI indicated handoff needed";

/// Why a question is not the model's.
pub fn before(question: &str) -> Option<&'static str> {
    let question = question.to_lowercase();
    let holds = |words: &[&str]| words.iter().any(|words| question.contains(words));
    if holds(&PERSON) {
        return Some("Customer requested human agent");
    }
    holds(&SENSITIVE).then_some("Sensitive topic detected")
}

/// How far an answer is believed: as the model says, and less where it names none of what it was given.
pub fn confidence(said: f64, names_sources: bool) -> f64 {
    let said = if said.is_finite() { said.clamp(0.0, 1.0) } else { 0.0 };
    if names_sources { said } else { said.min(WITHOUT_SOURCES) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_for_a_person_or_of_a_delicate_matter_is_not_answered_by_a_model() {
        assert_eq!(before("I want to SPEAK TO AGENT now"), Some("Customer requested human agent"));
        assert_eq!(before("Kann ich mit einem Menschen sprechen?"), Some("Customer requested human agent"));
        assert_eq!(before("My billing is wrong"), Some("Sensitive topic detected"));
        assert_eq!(before("How do I change my password?"), None);
    }

    #[test]
    fn an_answer_that_rests_on_nothing_is_believed_by_half_at_most() {
        assert_eq!([confidence(0.9, true), confidence(0.9, false), confidence(0.2, false)], [0.9, 0.5, 0.2]);
        assert_eq!(
            [confidence(7.0, true), confidence(-1.0, true), confidence(f64::NAN, true)],
            [1.0, 0.0, 0.0]
        );
    }
}
