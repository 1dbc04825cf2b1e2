import CYAML

/// What libyaml finds in a text, one event after the other, as values.
@safe struct YAMLEvents: ~Copyable {
    enum Event {
        case end
        case alias(String)
        case scalar(String, isPlain: Bool, anchor: String?)
        case sequenceStart(anchor: String?)
        case sequenceEnd
        case mappingStart(anchor: String?)
        case mappingEnd
        case documentStart
        /// The start of the stream and the ends of documents.
        case other
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>

    /// The tag of the event that came last.
    private(set) var tag: String?

    init(_ text: String) {
        unsafe parser = .allocate(capacity: 1)
        unsafe self.text = .allocate(capacity: text.utf8.count)
        _ = unsafe self.text.initialize(fromContentsOf: Array(text.utf8))
        unsafe yaml_parser_initialize(parser)
        unsafe yaml_parser_set_input_string(parser, self.text.baseAddress, self.text.count)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe text.deallocate()
    }

    /// The next event, and where it begins.
    mutating func next() throws(SyntaxError) -> (event: Event, position: SourcePosition) {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { unsafe yaml_event_delete(&event) }
        let position = unsafe Self.position(event.start_mark)
        tag = unsafe nacre_yaml_tag(&event).map { unsafe String(cString: $0) }
        let anchor = unsafe nacre_yaml_anchor(&event).map { unsafe String(cString: $0) }
        switch unsafe event.type {
        case YAML_STREAM_END_EVENT: return (.end, position)
        case YAML_ALIAS_EVENT: return (.alias(anchor ?? ""), position)
        case YAML_SCALAR_EVENT:
            let isPlain = unsafe nacre_yaml_is_plain(&event) != 0
            return (unsafe .scalar(Self.text(of: event), isPlain: isPlain, anchor: anchor), position)
        case YAML_SEQUENCE_START_EVENT: return (.sequenceStart(anchor: anchor), position)
        case YAML_SEQUENCE_END_EVENT: return (.sequenceEnd, position)
        case YAML_MAPPING_START_EVENT: return (.mappingStart(anchor: anchor), position)
        case YAML_MAPPING_END_EVENT: return (.mappingEnd, position)
        case YAML_DOCUMENT_START_EVENT: return (.documentStart, position)
        default: return (.other, position)
        }
    }

    private static func text(of event: yaml_event_t) -> String {
        let scalar = unsafe event.data.scalar
        return unsafe String(
            decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length),
            as: UTF8.self
        )
    }

    private func failure() -> SyntaxError {
        let parser = unsafe self.parser.pointee
        let words = unsafe [parser.context, parser.problem].compactMap { unsafe $0 }
            .map { unsafe String(cString: $0) }
        return unsafe SyntaxError(
            words.isEmpty ? "not YAML" : words.joined(separator: " "),
            at: Self.position(parser.problem_mark)
        )
    }

    private static func position(_ mark: yaml_mark_t) -> SourcePosition {
        SourcePosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
