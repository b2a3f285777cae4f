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
}
