package import DatabaseAccess

// What a viewer may open (access.md, *What a viewer may open*). A role opens its pages even if it gives access to no
// user.

extension Viewer.Roles {
  /// The Users page and its file, user pages, and custom reports.
  package var seesUsers: Bool { seesEverybody || administersGroups || coaches || manages }

  /// The teams of all users in scope; a manager sees only their own team.
  package var seesTeams: Bool { seesEverybody || administersGroups || coaches }

  package var seesCollaborativeActivities: Bool { seesEverybody || administersGroups || isAuthor }

  /// Current members and the registration file.
  package var seesMembers: Bool { seesEverybody || administersGroups || administersUsers }

  /// Custom fields belong to the whole platform: a change affects the values of all users.
  package var changesCustomFields: Bool { seesEverybody }

  /// The schedules of all users' reports, including the right to take them over.
  package var seesSchedules: Bool { seesEverybody }

  /// The audit log of all users.
  package var readsAuditLog: Bool { seesEverybody }

  /// The sources of records, their runs and notes.
  package var seesSources: Bool { seesEverybody }

  /// The import of records.
  package var writesRecords: Bool { seesEverybody }

  /// `seesUsers` for many users at once: a condition on a column with keys of users who are not deleted.
  package static func seeUsers(_ column: String) -> SQLText {
    """
    (EXISTS (SELECT 1 FROM memberships AS m WHERE m.user_key = \(raw: column) AND m.until IS NULL
        AND m.role IN ('owner', 'admin', 'coach'))
      OR EXISTS (SELECT 1 FROM managers AS m JOIN users AS r ON r.key = m.user_key AND r.deleted_at IS NULL
        WHERE m.manager_key = \(raw: column) AND m.until IS NULL))
    """
  }
}
