package import DatabaseAccess

// What a viewer may open (access.md, *What a viewer may open*). A role that gives nobody to see still opens its pages.

extension Viewer.Roles {
  /// Users, its file, a user's page, and custom reports.
  package var seesUsers: Bool { seesEverybody || administersGroups || coaches || manages }

  /// The team of any of their users; a manager sees their own alone.
  package var seesTeams: Bool { seesEverybody || administersGroups || coaches }

  package var seesCollaborativeActivities: Bool { seesEverybody || administersGroups || isAuthor }

  /// Current members and the registration file.
  package var seesMembers: Bool { seesEverybody || administersGroups || administersUsers }

  /// Custom fields belong to the whole platform: what is done to one is done to everybody's values.
  package var changesCustomFields: Bool { seesEverybody }

  /// The schedules of everybody's reports, any of which they may take over.
  package var seesSchedules: Bool { seesEverybody }

  /// The audit log of everybody.
  package var readsAuditLog: Bool { seesEverybody }

  /// Taking records in.
  package var writesRecords: Bool { seesEverybody }

  /// `seesUsers` as a condition on a column of keys of users who are not deleted: for many at a time.
  package static func seeUsers(_ column: String) -> SQLText {
    """
    (EXISTS (SELECT 1 FROM memberships AS m WHERE m.user_key = \(raw: column) AND m.until IS NULL
        AND m.role IN ('owner', 'admin', 'coach'))
      OR EXISTS (SELECT 1 FROM managers AS m JOIN users AS r ON r.key = m.user_key AND r.deleted_at IS NULL
        WHERE m.manager_key = \(raw: column) AND m.until IS NULL))
    """
  }
}
