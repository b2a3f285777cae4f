import Access
import Accounts
import Records
import Reports

/// A member's page, for `member.mustache`.
struct MemberModel {
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

  var page: PageModel {
    var page: PageModel = [
      "side": Navigation.members(
        access.viewer.roles, language, current: member == nil ? "/members/new" : "/members"),
      "member": head, "person": person, "custom": custom, "places": memberships, "managers": managers, "pickers": true,
      "ends": field("auto_delete_on", "date", hint: "member_auto_delete_hint"), "notes": notes,
    ]
    if member == nil { page["ways"] = ways }
    if !form.errors.isEmpty { page["refused"] = refused }
    if let member, member.deletedAt != nil {
      page["deleted"] = true
      page["former"] = member.former.model(form, language)
    }
    if let member { page["actions"] = actions(member) }
    if let link {
      page["link"] = PasswordPage.link(visit.siteAddress, link)
    }
    return page
  }

  private var head: PageModel {
    guard let member else {
      return [
        "title": language("member_new"), "action": "/members/new", "save": language("member_create"),
        "badges": [PageModel](),
      ]
    }
    var head: PageModel = [
      "title": member.name, "email": member.email, "action": MemberPage.path(of: member.id),
      "save": language("member_save"), "badges": badges(member), "has_page": member.isSeen,
      "page": "/users/\(Query.encoded(member.id))",
    ]
    if !member.isTheirs { head["beyond"] = language("member_beyond") }
    return head
  }

  private func badges(_ member: MemberRecord) -> [PageModel] {
    if let deletedAt = member.deletedAt {
      return [["title": language("user_deleted_on", ["date": visit.shown.instant(deletedAt)]), "tone": "bad"]]
    }
    return member.isAwaited ? [["title": language("member_awaited"), "tone": "warn"]] : []
  }

  private var notes: [PageModel] {
    let known = ["invited", "created", "saved", "sent", "deleted", "restored"]
    guard let said, known.contains(said) else { return [] }
    return [["tone": "good", "message": language("member_said_\(said)")]]
  }

  private var refused: String { form.errors["form"].map { error($0) } ?? language("member_refused") }

  private func error(_ key: String) -> String { language(key, ["least": String(Password.minimumLength)]) }
}

// Fields.

extension MemberModel {
  private var person: [PageModel] {
    [
      field("first_name", isRequired: true), field("last_name", isRequired: true),
      email, field("title"), field("additional_information"),
      field("language", hint: "member_language_hint"),
    ]
  }

  /// Only viewers allowed to change an account's sign-in may change its e-mail address.
  private var email: PageModel {
    var model = field("email", "email", isRequired: true)
    if isOpen, let member, !member.isWayInTheirs {
      model["disabled"] = true
      model["value"] = member.email
      model["hint"] = language("member_way_in_not_yours")
    }
    return model
  }

  private var custom: [PageModel] {
    fields.enumerated().map { index, field in
      input(
        "custom.\(field.id)", id: "custom-\(index)", field.title, field.isDate ? "date" : "text",
        form.custom[field.id] ?? "")
    }
  }

  private func field(
    _ name: String, _ kind: String = "text", isRequired: Bool = false, hint: String? = nil
  ) -> PageModel {
    var model = input(name, id: name, language("member_\(name)"), kind, form.texts[name] ?? "")
    if isRequired { model["required"] = true }
    model["hint"] = hint.map { language($0, ["zone": visit.services.settings.timeZoneName]) }
    return model
  }

  private func input(_ name: String, id: String, _ label: String, _ kind: String, _ value: String) -> PageModel {
    var model: PageModel = [
      "name": name, "id": "field-\(id)", "label": label, "kind": kind, "value": value, "disabled": !isOpen,
    ]
    model["error"] = form.errors[name].map(error)
    return model
  }

  /// How a new user signs in for the first time.
  private var ways: PageModel {
    let mayInvite = canMail || access.mayHoldLinks
    var model: PageModel = [
      "may_invite": mayInvite, "invites": mayInvite && form.way == .invitation,
      "invitation": language(canMail ? "member_way_invitation" : "member_way_link"),
      "no_mail": !canMail, "hint": language("password_hint", ["least": String(Password.minimumLength)]),
      "least": String(Password.minimumLength),
    ]
    model["error"] = form.errors["new_password"].map(error) ?? form.errors["way"].map(error)
    return model
  }
}

// Memberships, managers and actions.

extension MemberModel {
  private var memberships: PageModel {
    let open = (member?.memberships ?? []).map { membership -> PageModel in
      var model: PageModel = [
        "value": membership.place.text, "group": membership.group,
        "role": language("member_role_\(membership.place.role)"), "is_theirs": membership.isTheirs,
        "kept": form.shownPlaces.isEmpty || form.keptPlaces.contains(membership.place),
      ]
      model["since"] = membership.since.map { language("member_since", ["date": visit.shown.instant($0)]) }
      return model
    }
    var model: PageModel = [
      "open": open, "can_add": access.gives, "adding": places.model(language),
    ]
    model["error"] = form.errors["group"].map(error)
    if member == nil, !access.viewer.roles.seesEverybody { model["hint"] = language("member_groups_needed") }
    return model
  }

  private var managers: PageModel {
    var model: PageModel = [
      "open": (member?.managers ?? []).map { manager in
        [
          "id": manager.id, "name": manager.name, "email": manager.email,
          "kept": form.shownManagers.isEmpty || form.keptManagers.contains(manager.id),
        ] as PageModel
      },
      "added": form.addedManagers,
      "can_change": member?.isSeen ?? (access.viewer.roles.seesEverybody || access.viewer.roles.administersGroups),
    ]
    model["error"] = form.errors["add_manager"].map(error)
    return model
  }

  /// What else the viewer may do with a member.
  private func actions(_ member: MemberRecord) -> PageModel {
    let path = MemberPage.path(of: member.id)
    var model: PageModel = [:]
    if member.deletedAt != nil {
      if member.isTheirs { model["restore"] = "\(path)/restore" }
      return model
    }
    guard member.isTheirs else { return model }
    if member.key != access.viewer.key { model["delete"] = "\(path)/delete" }
    if member.isWayInTheirs, canMail || access.mayHoldLinks {
      model["send"] = "\(path)/link"
      let what = member.hasPassword ? "reset" : "invitation"
      model["send_label"] = canMail ? language("member_send_\(what)") : language("member_make_\(what)")
    }
    return model
  }
}
