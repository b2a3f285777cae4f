import Access
import DatabaseAccess
import SCIM
import Support

/// Groups as a directory sees them: their learners are the members.
enum SCIMGroups: SCIMResource {
  static let name = "Group"
  static let schemas = [SCIMSchema.group]

  static let source: SQLText = """
    FROM groups AS t LEFT JOIN directory_groups AS d ON d.group_key = t.key WHERE d.removed_at IS NULL
    """

  /// Learners, and deactivated users remembered as members.
  /// - Parameter groups: the condition on the group key, repeated in both parts so that only those rows are read.
  private static func members(_ groups: SQLText) -> SQLText {
    """
    (SELECT m.group_key, m.user_key FROM memberships AS m JOIN users AS c ON c.key = m.user_key AND c.deleted_at IS NULL
      WHERE m.role = 'learner' AND m.until IS NULL AND m.group_key \(sql: groups)
    UNION ALL SELECT a.group_key, a.user_key FROM directory_memberships AS a
      JOIN users AS c ON c.key = a.user_key AND c.deleted_at IS NOT NULL WHERE a.group_key \(sql: groups))
    """
  }

  static let columns: [String: SCIMColumn] = {
    var externalID = SCIMColumn("d.external_id", .exact)
    externalID.lookup = { "t.key IN (SELECT group_key FROM directory_groups WHERE external_id = \($0))" }
    var member = SCIMColumn("u.id", .exact)
    member.isAnyOf = { condition in
      """
      EXISTS (SELECT 1 FROM \(sql: members("= t.key")) AS m JOIN users AS u ON u.key = m.user_key
        WHERE \(sql: condition))
      """
    }
    member.lookup = { id in
      """
      t.key IN (SELECT m.group_key FROM users AS u JOIN memberships AS m ON m.user_key = u.key WHERE u.id = \(id)
        UNION SELECT a.group_key FROM users AS u JOIN directory_memberships AS a ON a.user_key = u.key WHERE u.id = \(id))
      """
    }
    return [
      "id": SCIMColumn("t.id", .exact), "externalid": externalID, "displayname": SCIMColumn("t.name"),
      "members": member, "members.value": member, "members.type": SCIMColumn("'User'"), "members.display": .absent,
      "members.$ref": .absent,
      "meta.created": SCIMColumn("t.created_at", .instant),
      "meta.lastmodified": SCIMColumn("coalesce(d.modified_at, t.created_at)", .instant),
      "meta.resourcetype": SCIMColumn("'Group'"),
    ]
  }()

  static func isVisible(to viewer: Viewer) -> SQLText { "true" }

  static func read(_ keys: [Int], _ store: SCIMStore, hiding hidden: Set<String>) throws -> [JSONValue] {
    var members: [Int: [String]] = [:]
    if !hidden.contains("members") {
      try store.session.each(
        """
        SELECT m.group_key, u.id FROM \(sql: self.members("\(anyOf: keys)")) AS m JOIN users AS u ON u.key = m.user_key
        ORDER BY m.group_key, u.id
        """
      ) { members[$0.integer(at: 0), default: []].append($0.text(at: 1)) }
    }
    let groups = try store.session.all(
      """
      SELECT t.key, t.id, d.external_id, t.name, t.created_at, d.modified_at \(sql: source) AND t.key \(anyOf: keys)
      """
    ) { row in
      let group = SCIMGroup(
        id: row.text(at: 1), name: row.text(at: 3), externalID: row.text(2), createdAt: row.integer(4),
        modifiedAt: row.integer(5))
      return (row.integer(at: 0), group.json(members: members[row.integer(at: 0)] ?? [], store.server))
    }
    let byKey = Dictionary(uniqueKeysWithValues: groups)
    return keys.compactMap { byKey[$0] }
  }
}
