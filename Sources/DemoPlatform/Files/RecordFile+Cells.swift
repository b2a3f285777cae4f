import Calendar

/// The cells of a row. Each writes its trailing comma; `endRow()` turns the last one into a line break.
extension RecordFile {
  /// A cell without a value.
  func empty() { put(UInt8(ascii: ",")) }

  /// A cell of text, quoted if RFC 4180 requires it.
  func text(_ value: String) {
    var value = value
    value.withUTF8 { bytes in
      if bytes.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) {
        quoted(bytes)
      } else {
        append(bytes)
      }
    }
    empty()
  }

  private func quoted(_ bytes: UnsafeBufferPointer<UInt8>) {
    put(0x22)
    for byte in bytes {
      if byte == 0x22 { put(0x22) }
      put(byte)
    }
    put(0x22)
  }

  func ref(_ value: Ref?) {
    if let value { bare(value) }
    empty()
  }

  func ref(_ kind: Ref.Kind, _ number: Int) { ref(Ref(kind, number)) }

  /// A list of references in one cell.
  func refs(_ values: [Ref]) {
    for (position, value) in values.enumerated() {
      if position > 0 { put(UInt8(ascii: "|")) }
      bare(value)
    }
    empty()
  }

  func number(_ value: Int?) {
    if let value { digits(value) }
    empty()
  }

  /// Hundredths of a percent, as the shortest decimal: 10000 → `100`, 3333 → `33.33`, 50 → `0.5`.
  func hundredths(_ value: Int?) {
    if let value {
      digits(value / 100)
      let rest = value % 100
      if rest > 0 {
        put(UInt8(ascii: "."))
        digit(rest / 10)
        if rest % 10 > 0 { digit(rest % 10) }
      }
    }
    empty()
  }

  func flag(_ value: Bool?) {
    if let value { return text(value ? "true" : "false") }
    empty()
  }

  /// An instant, seconds UTC, as RFC 3339.
  func instant(_ value: Int?) {
    if let value {
      let days = CivilDay.of(value)
      bareDate(days)
      let second = value - days * .day
      put(UInt8(ascii: "T"))
      pair(second / 3600)
      put(UInt8(ascii: ":"))
      pair(second / 60 % 60)
      put(UInt8(ascii: ":"))
      pair(second % 60)
      put(UInt8(ascii: "Z"))
    }
    empty()
  }

  /// A date, from days since 1970-01-01.
  func date(_ daysSince1970: Int?) {
    if let daysSince1970 { bareDate(daysSince1970) }
    empty()
  }

  private func bareDate(_ daysSince1970: Int) {
    let civil = CivilDate(days: daysSince1970)
    pair(civil.year / 100)
    pair(civil.year % 100)
    put(UInt8(ascii: "-"))
    pair(civil.month)
    put(UInt8(ascii: "-"))
    pair(civil.day)
  }

  private func bare(_ value: Ref) {
    put(value.letter)
    digits(Int(value.number))
    if value.mark != 0 {
      put(value.mark)
      digits(Int(value.part))
    }
  }

  private func digit(_ value: Int) { put(UInt8(truncatingIfNeeded: 48 + value)) }

  private func pair(_ value: Int) {
    digit(value / 10)
    digit(value % 10)
  }

  private func digits(_ value: Int) {
    var scale = 1
    while scale <= value / 10 { scale *= 10 }
    while scale > 0 {
      digit(value / scale % 10)
      scale /= 10
    }
  }
}
