import DatabaseAccess

/// When a user was created and who invited them (`statistics.md`, *Registration*).
package enum Registration {
  /// The inviter's email address, over `p` (`users`). For the API it is the owner's; users who registered themselves
  /// have no inviter.
  package static let invitedBy = """
    CASE WHEN p.channel = 'api' THEN (
        SELECT o.email FROM memberships AS m JOIN users AS o ON o.key = m.user_key AND o.deleted_at IS NULL
        WHERE m.role = 'owner' AND m.until IS NULL)
      WHEN p.channel IN ('self_registration', 'sso', 'founder') THEN NULL
      ELSE (SELECT i.email FROM users AS i WHERE i.id = p.invited_by) END
    """

  static let columns: [UserList.Column] = [
    .field("registered_at", "p.created_at", isNullable: false) { .instant($0.integer($1)) },
    .field("invited_by", invitedBy, isText: true) { .text($0.text($1)) },
    .field("auto_delete_on", "p.auto_delete_on") { row, column in row.integer(column).map { .date($0) } ?? .none },
  ]
}
