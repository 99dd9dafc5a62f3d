/** Where a kubelet answers the API server. */
export const kubeletPort = 10_250
