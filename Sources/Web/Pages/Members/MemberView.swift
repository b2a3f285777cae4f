import Access
import Accounts
import Hummingbird
import Records
import Reports

/// A member's page, as the viewer may see and change it.
struct MemberView {
  let visit: WebRequest
  let access: MemberAccess
  let fields: [CustomField]
  let form: MemberForm
  let places: MemberPlaces
  /// nil: a new user.
  let member: MemberRecord?
  /// The key of the message about what was just done.
  var said: String?
  /// The secret of a link to be passed on by hand.
  var link: String?

  private var language: Language { visit.language }
  private var canMail: Bool { visit.services.settings.mail != nil }
  /// Whether the viewer can change the user's own fields.
  private var isOpen: Bool { member.map { $0.isTheirs && $0.deletedAt == nil } ?? true }

  func response(status: HTTPResponse.Status) throws -> Response {
    try visit.page(model, status: status) { frame in
      frame.side = Navigation.members(
        access.viewer.roles, language, current: member == nil ? "/members/new" : "/members")
      frame.notes = notes
      frame.pickers = true
    }
  }

  private var notes: [Note] {
    let known = ["invited", "created", "saved", "sent", "deleted", "restored"]
    guard let said, known.contains(said) else { return [] }
    return [Note(tone: .good, message: language("member_said_\(said)"))]
  }

  private var model: MemberModel {
    let path = member.map { MemberPage.path(of: $0.id) }
    var model = MemberModel(
      title: member?.name ?? language("member_new"), action: path ?? "/members/new",
      save: language(member == nil ? "member_create" : "member_save"), refused: refused,
      link: link.map { PasswordPage.link(visit.siteAddress, $0) }, person: person, custom: custom,
      ends: field("auto_delete_on", .date, hint: "member_auto_delete_hint"), ways: member == nil ? ways : nil,
      places: memberships, managers: managers, former: member.flatMap(former), actions: actions)
    guard let member else { return model }
    model.email = member.email
    model.badges = badges(member)
    model.page = member.isSeen ? "/users/\(Query.encoded(member.id))" : nil
    model.beyond = member.isTheirs ? nil : language("member_beyond")
    return model
  }

  private func badges(_ member: MemberRecord) -> [Badge] {
    if let deletedAt = member.deletedAt {
      return [Badge(title: language("user_deleted_on", ["date": visit.shown.instant(deletedAt)]), tone: .bad)]
    }
    return member.isAwaited ? [Badge(title: language("member_awaited"), tone: .warn)] : []
  }

  private var refused: String? {
    form.errors.isEmpty ? nil : error(of: "form") ?? language("member_refused")
  }

  private func error(of field: String) -> String? {
    form.errors[field].map { language($0, ["least": String(Password.minimumLength)]) }
  }
}

// Fields.

extension MemberView {
  private var person: [MemberModel.Field] {
    [
      field("first_name", isRequired: true), field("last_name", isRequired: true),
      email, field("title"), field("additional_information"),
      field("language", hint: "member_language_hint"),
    ]
  }

  /// Only viewers allowed to change an account's sign-in may change its email address.
  private var email: MemberModel.Field {
    var field = field("email", .email, isRequired: true)
    if isOpen, let member, !member.isWayInTheirs {
      field.isDisabled = true
      field.value = member.email
      field.hint = language("member_way_in_not_yours")
    }
    return field
  }

  private var custom: [MemberModel.Field] {
    fields.enumerated().map { index, field in
      MemberModel.Field(
        name: "custom.\(field.id)", id: "field-custom-\(index)", label: field.title, kind: field.isDate ? .date : .text,
        value: form.custom[field.id] ?? "", isRequired: false, isDisabled: !isOpen,
        error: error(of: "custom.\(field.id)"))
    }
  }

  private func field(
    _ name: String, _ kind: MemberModel.Field.Kind = .text, isRequired: Bool = false, hint: String? = nil
  ) -> MemberModel.Field {
    MemberModel.Field(
      name: name, id: "field-\(name)", label: language("member_\(name)"), kind: kind, value: form.texts[name] ?? "",
      isRequired: isRequired, isDisabled: !isOpen,
      hint: hint.map { language($0, ["zone": visit.services.settings.timeZoneName]) }, error: error(of: name))
  }

  private var ways: MemberModel.Ways {
    let mayInvite = canMail || access.mayHoldLinks
    return MemberModel.Ways(
      mayInvite: mayInvite, invites: mayInvite && form.way == .invitation,
      invitation: language(canMail ? "member_way_invitation" : "member_way_link"), isMailing: canMail,
      hint: language("password_hint", ["least": String(Password.minimumLength)]),
      error: error(of: "new_password") ?? error(of: "way"))
  }
}

// Memberships, managers and actions.

extension MemberView {
  private var memberships: MemberModel.Places {
    let open = (member?.memberships ?? []).map { membership in
      MemberModel.Membership(
        value: membership.place.text, group: membership.group, role: role(membership.place),
        since: membership.since.map { language("member_since", ["date": visit.shown.instant($0)]) },
        isTheirs: membership.isTheirs, isKept: form.shownPlaces.isEmpty || form.keptPlaces.contains(membership.place))
    }
    let isLimited = member == nil && !access.viewer.roles.seesEverybody
    return MemberModel.Places(
      open: open, canAdd: access.gives, adding: places.model(language),
      hint: isLimited ? language("member_groups_needed") : nil, error: error(of: "group"))
  }

  private func role(_ place: MemberForm.Place) -> String { language("member_role_\(place.role)") }

  private var managers: MemberModel.Managers {
    let canChange = member?.isSeen ?? (access.viewer.roles.seesEverybody || access.viewer.roles.administersGroups)
    return MemberModel.Managers(
      open: (member?.managers ?? []).map { manager in
        MemberModel.Manager(
          id: manager.id, name: manager.name, email: manager.email, isTheirs: canChange,
          isKept: form.shownManagers.isEmpty || form.keptManagers.contains(manager.id))
      }, added: form.addedManagers, canChange: canChange, error: error(of: "add_manager"))
  }

  /// Without a submitted selection, everything the viewer may restore is selected.
  private func former(_ member: MemberRecord) -> MemberModel.Former? {
    guard member.deletedAt != nil else { return nil }
    return MemberModel.Former(
      places: member.former.memberships.map { membership in
        MemberModel.Membership(
          value: membership.place.text, group: membership.group, role: role(membership.place), since: nil,
          isTheirs: membership.isTheirs, isKept: !form.isRestore || form.formerPlaces.contains(membership.place))
      },
      managers: member.former.managers.map { manager in
        let person = manager.person
        return MemberModel.Manager(
          id: person.id, name: person.name, email: person.email, isTheirs: manager.isTheirs,
          isKept: !form.isRestore || form.formerManagers.contains(person.id))
      })
  }

  private var actions: MemberModel.Actions {
    var actions = MemberModel.Actions()
    guard let member, member.isTheirs else { return actions }
    let path = MemberPage.path(of: member.id)
    if member.deletedAt != nil {
      actions.restore = "\(path)/restore"
      return actions
    }
    if member.key != access.viewer.key { actions.delete = "\(path)/delete" }
    if member.isWayInTheirs, canMail || access.mayHoldLinks {
      let what = member.hasPassword ? "reset" : "invitation"
      let label = canMail ? language("member_send_\(what)") : language("member_make_\(what)")
      actions.send = Link(title: label, href: "\(path)/link")
    }
    return actions
  }
}
