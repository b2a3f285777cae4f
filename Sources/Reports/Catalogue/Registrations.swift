package import Access
import DatabaseAccess
import Spreadsheets
import Statistics

extension Report {
  /// When and by whom the members came in.
  package static func registrations(_ scope: Scope) -> Report {
    let population = Population(scope)
    // By the API, the owner invites; whoever came by themself was invited by nobody.
    let select: SQLText = """
      SELECT u.user_key, p.first_name, p.last_name, p.email, p.created_at,
        CASE WHEN p.channel = 'api' THEN (
            SELECT o.email FROM memberships AS m JOIN users AS o ON o.key = m.user_key AND o.deleted_at IS NULL
            WHERE m.role = 'owner' AND m.until IS NULL)
          WHEN p.channel IN ('self_registration', 'sso', 'founder') THEN NULL
          ELSE (SELECT i.email FROM users AS i WHERE i.id = p.invited_by) END,
        p.auto_delete_on
      FROM user_standings AS u JOIN users AS p ON p.key = u.user_key
      WHERE \(sql: population.condition) ORDER BY u.last_name_key, u.first_name_key, u.id
      """
    let columns: [ReportColumn] = [
      .text("First name", at: 0, width: .name), .text("Last name", at: 1, width: .name), .text("Email", at: 2),
      .instant("Registr. at", at: 3), .text("Invited by", at: 4), .date("Auto deletion", at: 5),
    ]
    return Report(
      columns: columns, select: select, attachments: Attachments(), statementWidth: 6, population: population)
  }
}
