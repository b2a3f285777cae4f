/// Where the rows of a table lie when a store is spread over the nodes of a Citus cluster.
package enum Placement: Sendable, CaseIterable {
  /// Each on the node that has its user: facts and standings, which grow with what people do.
  case byUser
  /// All on every node: what facts and standings are joined with. Each one is named by those that follow it.
  case everywhere
  /// All on the node that is asked: what is never joined with a fact or standing.
  case coordinator

  /// The tables of a placement; a test holds them to the schema.
  package var tables: [String] {
    switch self {
    case .byUser: Self.byUserTables
    case .everywhere: Self.structure + Self.relations + Self.talk
    case .coordinator: Self.access + Self.jobs + Self.directory + ["migrations", "auto_deletion_days"]
    }
  }

  /// The column by which rows are spread: in the primary key and in every unique index of `byUser`.
  package static let userColumn = "user_key"

  private static let byUserTables = [
    "all_attempts", "all_answers", "all_assessment_results", "all_attendances", "all_certificates", "enrolments",
    "custom_values",
    "user_standings", "course_standings", "question_standings", "tag_standings",
    "block_standings", "program_standings", "step_standings", "path_standings",
  ]

  /// Users are here, since ids and addresses are unique among all of them, and structure names its authors and instructors.
  private static let structure = [
    "custom_fields", "users", "groups", "courses", "course_co_authors", "tags", "questions", "question_tags",
    "assessments", "assessment_tags", "classrooms", "classroom_slots", "programs", "program_blocks", "program_sessions",
    "program_session_instructors", "paths", "path_steps", "path_sessions", "path_session_instructors",
  ]

  /// Between two people, or a person and a group: asked from either end, at every request that asks who sees whom.
  private static let relations = ["managers", "manager_history", "memberships", "membership_history"]

  /// Of two people as well: a reply or a like names the post of somebody else, by an id that is unique among all posts.
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
    "identities", "directory_users", "directory_groups", "directory_memberships",
  ]
}
