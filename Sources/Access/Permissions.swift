// What a viewer may open (access.md, *What a viewer may open*). A role that gives nobody to see still opens its pages.

extension Viewer.Roles {
  /// Users, its file, a user's page, and custom reports.
  package var seesUsers: Bool { seesEverybody || administersGroups || coaches || manages }

  package var seesCollaborativeActivities: Bool { seesEverybody || administersGroups || isAuthor }

  /// Current members and the registration file.
  package var seesMembers: Bool { seesEverybody || administersGroups || administersUsers }

  /// The audit log of everybody.
  package var readsAuditLog: Bool { seesEverybody }

  /// Taking records in.
  package var writesRecords: Bool { seesEverybody }
}
