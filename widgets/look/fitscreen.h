// SPDX-License-Identifier: MIT
#pragma once

#include <QSize>

class QWidget;

namespace punchcard::look {

/// Gives @p dialog the size @p wanted, or as much of it as its screen has: at 300 % there are 640 by 360 points.
void fitScreen(QWidget *dialog, QSize wanted);

} // namespace punchcard::look
