//! The server's secret and what is derived from it: the key that signs agents' JWTs (functions-identity.md §3).

use super::{Chance, Error, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{SigningKey, pkcs8::EncodePrivateKey};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use shared::{
    Millis,
    id::{SessionId, UserId, Uuid},
};
use subtle::ConstantTimeEq;

/// How long a JWT is good, in seconds.
pub const JWT_LIFETIME: i64 = 3600;
const AUDIENCE: &str = "convex";

/// Signs and verifies JWTs (EdDSA). Has no serialiser.
pub struct Keys {
    issuer: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
    /// The public half, for `/.well-known/jwks.json`.
    public: [u8; 32],
    /// Seals the addresses of uploaded files.
    links: Hmac<Sha256>,
    /// Seals the addresses that mail about a conversation is answered to.
    mail: Hmac<Sha256>,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
    jti: String,
}

/// Why a JWT was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadToken {
    Expired,
    Invalid,
}

/// What only a holder of the server's secret can answer for `name`; it tells nothing about the secret.
pub fn proof(secret: &[u8], name: Uuid) -> Result<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret)
        .map_err(|cause| Error::Broken(format!("the secret cannot be used: {cause}")))?;
    mac.update(b"docent installation v1");
    mac.update(name.as_bytes());
    Ok(mac.finalize().into_bytes().into())
}

impl Keys {
    /// What the address of an uploaded file proves itself with: 128 bits in hex.
    pub fn seal(&self, file: Uuid) -> String {
        hex::encode(&self.links.clone().chain_update(file.as_bytes()).finalize().into_bytes()[..16])
    }

    /// Whether that is the file's seal.
    pub fn is_seal(&self, file: Uuid, seal: &str) -> bool {
        self.seal(file).as_bytes().ct_eq(seal.as_bytes()).into()
    }

    /// What the address of a file proves itself with that ends at this time.
    pub fn seal_until(&self, file: Uuid, until: Millis) -> String {
        let mac = self.links.clone().chain_update(file.as_bytes()).chain_update(until.to_be_bytes());
        hex::encode(&mac.finalize().into_bytes()[..16])
    }

    /// Whether that is the seal of such an address.
    pub fn is_seal_until(&self, file: Uuid, until: Millis, seal: &str) -> bool {
        self.seal_until(file, until).as_bytes().ct_eq(seal.as_bytes()).into()
    }

    /// What a conversation's e-mail address proves itself with: 64 bits in hex, since such an address has 64 letters at most.
    pub fn mail_seal(&self, conversation: Uuid) -> String {
        hex::encode(&self.mail.clone().chain_update(conversation.as_bytes()).finalize().into_bytes()[..8])
    }

    /// Whether that is the conversation's seal.
    pub fn is_mail_seal(&self, conversation: Uuid, seal: &str) -> bool {
        self.mail_seal(conversation).as_bytes().ct_eq(seal.as_bytes()).into()
    }

    /// Derives the keys from the server's secret; `issuer` is the public URL.
    pub fn derive(secret: &[u8], issuer: &str) -> Result<Self> {
        let broken = |cause: String| Error::Broken(format!("the signing key could not be made: {cause}"));
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|cause| broken(cause.to_string()))?;
        mac.update(b"docent jwt signing key v1");
        let seed: [u8; 32] = mac.finalize().into_bytes().into();
        let key = SigningKey::from_bytes(&seed);
        let der = key.to_pkcs8_der().map_err(|cause| broken(cause.to_string()))?;
        let public = key.verifying_key().to_bytes();
        let key_for = |purpose: &str| {
            let mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|cause| broken(cause.to_string()))?;
            Hmac::new_from_slice(&mac.chain_update(purpose).finalize().into_bytes())
                .map_err(|cause| broken(cause.to_string()))
        };
        Ok(Self {
            links: key_for("docent file links v1")?,
            mail: key_for("docent mail threads v1")?,
            issuer: issuer.into(),
            encoding: EncodingKey::from_ed_der(der.as_bytes()),
            decoding: DecodingKey::from_ed_der(&public),
            public,
        })
    }

    /// A JWT for one session of a user, issued at `now`. Each is unique (`jti`), since clients compare them.
    pub fn sign(&self, chance: Chance, user: UserId, session: SessionId, now: Millis) -> Result<String> {
        self.sign_for(chance, user, session, now, JWT_LIFETIME)
    }

    /// As [`Keys::sign`], good for another time than ours, in seconds.
    pub fn sign_for(
        &self,
        chance: Chance,
        user: UserId,
        session: SessionId,
        now: Millis,
        lifetime: i64,
    ) -> Result<String> {
        let iat = now / 1000;
        let claims = Claims {
            sub: format!("{user}|{session}"),
            iss: self.issuer.clone(),
            aud: AUDIENCE.into(),
            iat,
            exp: iat + lifetime,
            jti: chance.hex::<16>()?,
        };
        jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &self.encoding)
            .map_err(|cause| Error::Broken(format!("a token could not be signed: {cause}")))
    }

    /// The user and session of a JWT, if we signed it and it has not expired at `now`; and when it will.
    pub fn verify(
        &self,
        token: &str,
        now: Millis,
    ) -> std::result::Result<(UserId, SessionId, Millis), BadToken> {
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_audience(&[AUDIENCE]);
        rules.set_issuer(&[&self.issuer]);
        // Time comes from our clock, which tests can hold.
        rules.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &rules)
            .map_err(|_| BadToken::Invalid)?
            .claims;
        let expires_at = claims.exp.saturating_mul(1000);
        if expires_at <= now {
            return Err(BadToken::Expired);
        }
        let (user, session) = claims.sub.split_once('|').ok_or(BadToken::Invalid)?;
        let user = user.parse().map_err(|_| BadToken::Invalid)?;
        let session = session.parse().map_err(|_| BadToken::Invalid)?;
        Ok((user, session, expires_at))
    }

    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The JSON Web Key Set with our public key.
    pub fn jwks(&self) -> serde_json::Value {
        let x = URL_SAFE_NO_PAD.encode(self.public);
        serde_json::json!({ "keys": [{ "use": "sig", "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": x }] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::Uuid;

    #[test]
    fn a_token_is_good_until_it_expires_and_only_under_our_key() {
        let keys = Keys::derive(b"one secret", "http://docent.test").unwrap();
        let (user, session) = (UserId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)));
        let token = keys.sign(Chance, user, session, 1_000_000).unwrap();
        assert_eq!(keys.verify(&token, 1_000_000), Ok((user, session, 4_600_000)));
        assert_eq!(keys.verify(&token, 4_600_000), Err(BadToken::Expired));
        let stranger = Keys::derive(b"another secret", "http://docent.test").unwrap();
        assert_eq!(stranger.verify(&token, 1_000_000), Err(BadToken::Invalid));
        let elsewhere = Keys::derive(b"one secret", "http://elsewhere.test").unwrap();
        assert_eq!(elsewhere.verify(&token, 1_000_000), Err(BadToken::Invalid));
        assert_ne!(token, keys.sign(Chance, user, session, 1_000_000).unwrap());
    }
}
