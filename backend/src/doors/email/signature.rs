//! Whether a webhook comes from whoever holds the secret: as Svix and Standard Webhooks sign it, or as `t=…,v1=…`.

use axum::http::HeaderMap;
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use shared::Millis;
use subtle::{Choice, ConstantTimeEq};

/// How old a signature may be, or how far in the future, in seconds.
const OLDEST: i64 = 300;

/// Why a request is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    Missing,
    Invalid,
}

/// What a request says of itself, fresh enough to be looked at.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// What is signed before the body, and several signatures in Base64, of which one has to be good.
    Standard { prefix: String, signatures: Vec<Vec<u8>> },
    /// The same with one signature in hex, under the secret as it is written.
    Timed { prefix: String, signature: Vec<u8> },
}

/// Reads the headers.
pub fn claim(headers: &HeaderMap, now: Millis) -> Result<Claim, Refused> {
    let header = |name: &str| {
        let of = |vendor: &str| headers.get(format!("{vendor}-{name}"))?.to_str().ok();
        of("svix").or_else(|| of("webhook"))
    };
    let signature = header("signature").filter(|text| !text.is_empty()).ok_or(Refused::Missing)?;
    let is_fresh = |seconds: &str| {
        seconds.parse::<i64>().is_ok_and(|at| (now / 1000).saturating_sub(at).saturating_abs() <= OLDEST)
    };
    if let (Some(id), Some(at)) = (header("id"), header("timestamp")) {
        let signatures =
            signature.split(' ').filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok());
        let signatures: Vec<Vec<u8>> = signatures.collect();
        if !is_fresh(at) || signatures.is_empty() {
            return Err(Refused::Invalid);
        }
        return Ok(Claim::Standard { prefix: format!("{id}.{at}."), signatures });
    }
    let part = |name: &str| signature.split(',').find_map(|part| part.trim().strip_prefix(name));
    let (at, signed) = part("t=").zip(part("v1=")).ok_or(Refused::Invalid)?;
    let signature = hex::decode(signed).map_err(|_| Refused::Invalid)?;
    match is_fresh(at) && signed.bytes().all(|byte| !byte.is_ascii_uppercase()) {
        true => Ok(Claim::Timed { prefix: format!("{at}."), signature }),
        false => Err(Refused::Invalid),
    }
}

impl Claim {
    /// Whether it is true of this body.
    pub fn check(&self, secret: &str, body: &[u8]) -> Result<(), Refused> {
        let is_good = match self {
            Self::Standard { prefix, signatures } => {
                let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap_or(secret));
                let expected = sign(&key.map_err(|_| Refused::Invalid)?, prefix, body)?;
                let any = |found: Choice, one: &Vec<u8>| found | one.as_slice().ct_eq(&expected);
                signatures.iter().fold(Choice::from(0), any)
            }
            Self::Timed { prefix, signature } => {
                signature.as_slice().ct_eq(&sign(secret.as_bytes(), prefix, body)?)
            }
        };
        if is_good.into() { Ok(()) } else { Err(Refused::Invalid) }
    }
}

fn sign(key: &[u8], prefix: &str, body: &[u8]) -> Result<[u8; 32], Refused> {
    let mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| Refused::Invalid)?;
    Ok(mac.chain_update(prefix).chain_update(body).finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    /// Of Svix' own documentation.
    #[test]
    fn a_signature_that_svix_made_is_good() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let pairs = [
            ("svix-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("svix-timestamp", "1614265330"),
            (
                "svix-signature",
                "v1,bm9ldHUjKzFob2VudXRob2VodWUzMjRvdWVvdW9ldQo= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
        ];
        let body = br#"{"test": 2432232314}"#;
        let now = 1_614_265_330_000;
        let good = claim(&headers(&pairs), now).unwrap();
        assert_eq!(good.check(secret, body), Ok(()));
        assert_eq!(good.check(secret, b"{}"), Err(Refused::Invalid));
        assert_eq!(good.check("whsec_AAAA", body), Err(Refused::Invalid));
        assert_eq!(good.check("no base64!", body), Err(Refused::Invalid));
        for late in [now + 301_000, now - 301_000] {
            assert_eq!(claim(&headers(&pairs), late), Err(Refused::Invalid));
        }
        assert!(claim(&headers(&pairs), now + 300_000).is_ok());
        assert_eq!(claim(&headers(&pairs[..2]), now), Err(Refused::Missing));
    }
}
