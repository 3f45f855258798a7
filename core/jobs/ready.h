// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"
#include "core/jobs/desk.h"
#include "core/jobs/writedown.h"

#include <QLockFile>

namespace punchcard {

/// A submission that was checked, and whose folder is made and held.
struct Desk::Ready
{
    Checked checked = {};
    Account account = {};
    QString uid = {};
    std::unique_ptr<QLockFile> lock = {};

    [[nodiscard]] NewJob draft() const { return {.submission = checked.submission, .uid = uid, .lock = lock.get()}; }
};

} // namespace punchcard
