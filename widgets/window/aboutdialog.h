// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

namespace punchcard {

/// What this is, and under which licences.
class AboutDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(QWidget *parent = nullptr);
};

} // namespace punchcard
