// SPDX-License-Identifier: MIT
#pragma once

#include "core/github/doing.h"

#include <optional>

namespace punchcard::github {

/// Which page helps.
enum class Page { None, Tokens, Emails, Repository, RepositorySettings, ActionsSettings, Status };

/// A refusal that GitHub is known to give, recognised by its words.
struct Quirk
{
    int status; ///< 0: any.
    std::optional<Deed> deed; ///< nullopt: any.
    const char *words; ///< In what the server said, any case; alternatives between bars.
    Error::Kind kind;
    const char *reason; ///< The second half of the sentence; %1 is what the server said.
    const char *remedy;
    Page page = Page::None;
};

/// The first that fits; nullptr when GitHub has said something new.
[[nodiscard]] const Quirk *findQuirk(int status, Deed deed, const QString &said);

[[nodiscard]] QUrl pageOf(Page page, const Doing &doing);

} // namespace punchcard::github
