//! `signpost staff`: who works at the practice.

use crate::cli::failure::{Failure, Stop};
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::people::StaffShape;
use crate::config::Config;
use crate::desk::reply::Done;
use crate::desk::request::Request;
use crate::domain::staff::{self, Role};
use clap::{Args, Subcommand};
use serde::Serialize;

/// Who works at the practice
#[derive(Debug, Args)]
pub struct Staff {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Take somebody on
    Add {
        /// Their name, as colleagues say it
        name: String,
        /// What they are; may be given several times
        #[arg(long = "role", value_name = "ROLE", required = true, value_delimiter = ',', value_parser = role)]
        roles: Vec<Role>,
        /// Their account of the operating system, so that they need no --as
        #[arg(long, value_name = "ACCOUNT")]
        account: Option<String>,
    },
    /// List who works here
    List {
        /// Also those who have left
        #[arg(long)]
        all: bool,
    },
    /// Somebody leaves; their work stays
    Retire {
        /// A name, a part of one that only one person has, or an id
        staff: String,
    },
}

/// A change to a member of staff.
#[derive(Serialize)]
struct StaffDone {
    said: String,
    #[serde(flatten)]
    staff: Option<StaffShape>,
}

fn role(text: &str) -> Result<Role, String> {
    let names = || Role::ALL.map(|role| role.name().replace(' ', "-")).join(", ");
    Role::parse(text).ok_or_else(|| format!("the roles are {}", names()))
}

impl Staff {
    /// Does it.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let session = Session::open(config)?;
        match self.what {
            What::Add { name, roles, account } => {
                let roles = roles.into_iter().collect();
                tell(out, &session.do_it(Request::AddStaff { name, roles, account })?)
            }
            What::List { all } => {
                let mut staff: Vec<&staff::Staff> =
                    session.staff().iter().filter(|one| all || !one.retired).collect();
                staff.sort_by_key(|one| (one.retired, one.name.to_lowercase()));
                for one in staff {
                    if out.is_json() {
                        out.object(&StaffShape::from(one))?;
                        continue;
                    }
                    let account = one.account.as_ref().map(|account| format!("  account {account}"));
                    let left = if one.retired { "  has left" } else { "" };
                    let account = account.unwrap_or_default();
                    out.line(format!("{:<28} {}{account}{left}", one.name, one.roles_said()))?;
                }
                Ok(())
            }
            What::Retire { staff } => {
                let one = session.find_staff(&staff)?;
                tell(out, &session.do_it(Request::RetireStaff { staff: one.id })?)
            }
        }
    }
}

fn tell(out: &mut Out, done: &Done) -> Result<(), Stop> {
    if out.is_json() {
        let staff = done.staff.as_ref().ok_or_else(Failure::unexpected)?;
        return out.object(&StaffDone { said: done.said.clone(), staff: Some(staff.into()) });
    }
    out.line(&done.said)
}
