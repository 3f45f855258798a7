// SPDX-License-Identifier: MIT
#include "core/base/ignorerules.h"

namespace punchcard {

namespace {

constexpr auto npos = std::u32string::npos;

// Of what follows a `[` at @p begin; npos: there is no end, so that the rule fits nothing.
std::size_t endOfSet(const std::u32string &line, std::size_t begin)
{
    std::size_t at = begin;
    if (at < line.size() && (line[at] == U'!' || line[at] == U'^'))
        ++at;
    for (bool first = true; at < line.size(); first = false, ++at) {
        if (line[at] == U'\\') {
            ++at;
        } else if (line[at] == U'[' && at + 1 < line.size() && line[at + 1] == U':') {
            const std::size_t close = line.find(U":]", at + 2);
            if (close != npos)
                at = close + 1;
        } else if (line[at] == U']' && !first) {
            return at;
        }
    }
    return npos;
}

bool isOfClass(const std::u32string &name, char32_t c)
{
    const bool digit = c >= U'0' && c <= U'9';
    const bool upper = c >= U'A' && c <= U'Z';
    const bool lower = c >= U'a' && c <= U'z';
    const bool printable = c > 0x20 && c < 0x7F;
    if (name == U"digit")
        return digit;
    if (name == U"upper")
        return upper;
    if (name == U"lower")
        return lower;
    if (name == U"alpha")
        return upper || lower;
    if (name == U"alnum")
        return upper || lower || digit;
    if (name == U"xdigit")
        return digit || (c >= U'A' && c <= U'F') || (c >= U'a' && c <= U'f');
    if (name == U"space")
        return c == U' ' || (c >= 0x09 && c <= 0x0D);
    if (name == U"blank")
        return c == U' ' || c == U'\t';
    if (name == U"punct")
        return printable && !upper && !lower && !digit;
    if (name == U"graph")
        return printable;
    if (name == U"print")
        return printable || c == U' ';
    return name == U"cntrl" && (c < 0x20 || c == 0x7F);
}

// Blanks at the end count only behind a backslash.
void dropBlanks(std::u32string &line)
{
    std::size_t end = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == U'\\' && at + 1 < line.size())
            end = ++at + 1;
        else if (line[at] != U' ')
            end = at + 1;
    }
    line.resize(end);
}

} // namespace

void IgnoreRules::add(const QByteArray &text)
{
    constexpr QByteArrayView mark("\xef\xbb\xbf");
    const QByteArrayList lines = (text.startsWith(mark) ? text.sliced(mark.size()) : text).split('\n');
    for (QByteArray line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.startsWith('#'))
            continue;
        Rule rule = parse(QString::fromUtf8(line).toStdU32String());
        if (!rule.tokens.empty())
            m_rules.append(std::move(rule));
    }
}

IgnoreRules::Rule IgnoreRules::parse(std::u32string line)
{
    Rule rule;
    dropBlanks(line);
    if (line.starts_with(U'!')) {
        rule.negative = true;
        line.erase(0, 1);
    }
    if (line.ends_with(U'/')) {
        rule.folderOnly = true;
        line.pop_back();
    }
    rule.anchored = line.contains(U'/');
    if (line.starts_with(U'/'))
        line.erase(0, 1);
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char32_t c = line[at];
        if (c == U'\\') {
            if (++at == line.size())
                return {}; // nothing is meant by it: the rule fits nothing
            rule.tokens.push_back({.character = line[at]});
        } else if (c == U'?') {
            rule.tokens.push_back({.kind = Token::Kind::Any});
        } else if (c == U'[') {
            const std::size_t end = endOfSet(line, at + 1);
            if (end == npos)
                return {};
            rule.tokens.push_back({.kind = Token::Kind::Set, .set = line.substr(at + 1, end - at - 1)});
            at = end;
        } else if (c == U'*') {
            std::size_t next = at;
            while (next < line.size() && line[next] == U'*')
                ++next;
            const bool whole = next - at >= 2 && (at == 0 || line[at - 1] == U'/') && (next == line.size() || line[next] == U'/');
            const bool last = next == line.size();
            rule.tokens.push_back({.kind = !whole ? Token::Kind::Star : last ? Token::Kind::All : Token::Kind::Folders});
            at = whole && !last ? next : next - 1;
        } else {
            rule.tokens.push_back({.character = c});
        }
    }
    return rule;
}

bool IgnoreRules::isIn(const std::u32string &set, char32_t character)
{
    const bool negative = !set.empty() && (set[0] == U'!' || set[0] == U'^');
    std::size_t at = negative ? 1 : 0;
    bool found = false;
    const auto literal = [&set, &at] {
        if (set[at] == U'\\' && at + 1 < set.size())
            ++at;
        return set[at++];
    };
    while (at < set.size()) {
        if (set[at] == U'[' && at + 1 < set.size() && set[at + 1] == U':') {
            if (const std::size_t close = set.find(U":]", at + 2); close != npos) {
                found = found || isOfClass(set.substr(at + 2, close - at - 2), character);
                at = close + 2;
                continue;
            }
        }
        const char32_t low = literal();
        if (at + 1 < set.size() && set[at] == U'-') {
            ++at;
            const char32_t high = literal();
            found = found || (character >= low && character <= high);
        } else {
            found = found || character == low;
        }
    }
    return found != negative && character != U'/';
}

// All ways through the tokens at once: where among them one may stand after each character.
bool IgnoreRules::matches(const std::vector<Token> &tokens, const std::u32string &text)
{
    using Kind = Token::Kind;
    const std::size_t size = tokens.size();
    std::vector<bool> at(size + 1);
    const auto skip = [&tokens, &at, size](Kind kind) {
        for (std::size_t place = 0; place < size; ++place)
            at[place + 1] = at[place + 1] || (at[place] && tokens[place].kind == kind);
    };
    at[0] = true;
    skip(Kind::Folders);
    skip(Kind::Star);
    for (const char32_t c : text) {
        std::vector<bool> next(size + 1);
        for (std::size_t place = 0; place < size; ++place) {
            if (!at[place])
                continue;
            const Token &token = tokens[place];
            switch (token.kind) {
            case Kind::One: next[place + 1] = next[place + 1] || c == token.character; break;
            case Kind::Any: next[place + 1] = next[place + 1] || c != U'/'; break;
            case Kind::Set: next[place + 1] = next[place + 1] || isIn(token.set, c); break;
            case Kind::Star: next[place] = next[place] || c != U'/'; break;
            case Kind::Folders: next[place] = true; break;
            case Kind::All: next[place] = next[place + 1] = true; break;
            }
        }
        at = std::move(next);
        // Only at a folder's begin may `**/` stand for no folder.
        if (c == U'/')
            skip(Kind::Folders);
        skip(Kind::Star);
    }
    return at[size];
}

IgnoreRules::Verdict IgnoreRules::verdict(const QString &path, bool folder) const
{
    const std::u32string whole = path.toStdU32String();
    const std::size_t slash = whole.rfind(U'/');
    const std::u32string name = slash == npos ? whole : whole.substr(slash + 1);
    for (auto rule = m_rules.crbegin(); rule != m_rules.crend(); ++rule) {
        if ((!rule->folderOnly || folder) && matches(rule->tokens, rule->anchored ? whole : name))
            return rule->negative ? Verdict::Kept : Verdict::Ignored;
    }
    return Verdict::Open;
}

} // namespace punchcard
