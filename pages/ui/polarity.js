/** Mark, label and key of each polarity, said in one place. The marks tell them apart without colour. */

export const POLARITIES = {
  barrier: { mark: "◁", label: "Barrier", key: "b" },
  facilitator: { mark: "▷", label: "Facilitator", key: "f" },
  mixed: { mark: "◇", label: "Mixed", key: "m" },
  none: { mark: "–", label: "Descriptive", key: "d" },
};
