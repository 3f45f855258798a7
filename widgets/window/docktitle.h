// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QDockWidget;
class QLabel;

namespace punchcard {

/// A dock's title: its name, and a button that closes it; it is dragged by it as ever.
class DockTitle : public QWidget
{
    Q_OBJECT

public:
    explicit DockTitle(QDockWidget *dock);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
};

} // namespace punchcard
