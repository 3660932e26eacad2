//! Whole stories in a real Chromium: Ana the visitor on somebody's site, Ben the agent in the dashboard.

mod cast;
mod consent;
mod focus;
mod help;
mod idle;
mod looks;
mod offline;
mod page;
mod phone;
mod plain;
mod script;
mod talk;
mod team;
