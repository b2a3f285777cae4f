/// How the rows of a table are placed when a store is sharded over the nodes of a Citus cluster.
package enum Placement: Sendable, CaseIterable {
  /// Each row on the node of its user: facts and standings, which grow with activity.
  case byUser
  /// All rows on every node (reference tables): what facts and standings are joined with. Tables come before those that
  /// refer to them.
  case everywhere
  /// All rows on the coordinator: what is never joined with facts or standings.
  case coordinator

  /// The tables of a placement; a test compares them with the schema.
  package var tables: [String] {
    switch self {
    case .byUser: Self.byUserTables
    case .everywhere: Self.structure + Self.relations + Self.talk
    case .coordinator:
      Self.access + Self.jobs + Self.directory + Self.xapi + [
        "migrations", "standings_version", "auto_deletion_days", "record_changes",
      ]
    }
  }

  /// The distribution column: part of the primary key and of every unique index of `byUser` tables.
  package static let userColumn = "user_key"

  private static let byUserTables = [
    "all_attempts", "all_answers", "all_assessment_results", "all_attendances", "all_certificates", "enrolments",
    "custom_values",
    "user_standings", "course_standings", "question_standings", "tag_standings",
    "block_standings", "program_standings", "step_standings", "path_standings",
  ]

  /// Users are here because their ids and addresses are unique, and structure refers to authors and instructors.
  private static let structure = [
    "custom_fields", "users", "groups", "courses", "course_co_authors", "tags", "questions", "question_tags",
    "assessments", "assessment_tags", "classrooms", "classroom_slots", "programs", "program_blocks", "program_sessions",
    "program_session_instructors", "paths", "path_steps", "path_sessions", "path_session_instructors",
  ]

  /// Between two people, or a person and a group: queried from either side by every access check.
  private static let relations = ["managers", "manager_history", "memberships", "membership_history"]

  /// Between two people as well: a reply or a like refers to another person's post, by a globally unique id.
  private static let talk = ["all_posts", "all_reactions"]

  private static let access = [
    "passwords", "password_links", "web_sessions", "session_ends", "tokens", "signin_failures", "signin_accounts",
    "signin_addresses",
    "used_nonces", "audit_log",
  ]

  private static let jobs = [
    "jobs", "job_users", "job_keys", "letters", "custom_reports", "report_schedules", "report_runs", "report_users",
    "report_groups", "report_refusals",
  ]

  private static let directory = [
    "identities", "directory_users", "directory_groups", "directory_memberships", "sources", "source_runs",
  ]

  private static let xapi = [
    "xapi_credentials", "xapi_access_tokens", "statements", "statement_copies", "statement_terms", "refused_statements",
    "attachments", "activity_definitions", "actor_names", "xapi_documents", "xapi_pulls", "activities",
    "statement_actors", "read_statements", "activity_mentions", "statement_activities", "learner_traces",
    "derived_records", "derivation_inputs", "derivation_changes",
  ]
}
