import Accounts
import Records

extension MemberFormer {
  /// For `member.mustache`.
  /// - Parameter form: the submitted selection; without one, everything the viewer may restore is selected.
  func model(_ form: MemberForm, _ language: Language) -> PageModel {
    [
      "places": memberships.map { membership in
        [
          "value": membership.place.text, "group": membership.group,
          "role": language("member_role_\(membership.place.role)"), "is_theirs": membership.isTheirs,
          "kept": !form.isRestore || form.formerPlaces.contains(membership.place),
        ] as PageModel
      },
      "managers": managers.map { manager in
        [
          "id": manager.person.id, "name": manager.person.name, "email": manager.person.email,
          "is_theirs": manager.isTheirs,
          "kept": !form.isRestore || form.formerManagers.contains(manager.person.id),
        ] as PageModel
      },
    ]
  }
}
